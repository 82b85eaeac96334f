// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.cairn.node.api.http.Pieces;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A message as JSON whose large values are written as base64 piece by piece. The text around them is printed with a mark
 * in place of each, which is random, so that no value can be taken for it.
 */
final class JsonPieces implements Pieces {
    /** A value of this size and more is left out of the text. */
    private static final int LARGE_BYTES = 8 * 1024;

    private static final ByteString MARK = mark();
    private static final String PRINTED_MARK = Base64.getEncoder().encodeToString(MARK.toByteArray());

    private final List<byte[]> texts = new ArrayList<>();
    private final List<ByteString> values = new ArrayList<>();
    private final Runnable closed;
    private final long sizeBytes;
    /** Texts and values take turns; how far the one at hand is written. */
    private int at;

    private int offset;
    private boolean isClosed;

    /** {@code closed} runs once, when the pieces are needed no more. */
    JsonPieces(String before, Message message, String after, Runnable closed) {
        this.closed = closed;
        String text = before + JsonMessages.print(withMarks(message)) + after;
        int from = 0;
        for (int to = text.indexOf(PRINTED_MARK); to >= 0; to = text.indexOf(PRINTED_MARK, from)) {
            texts.add(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
            from = to + PRINTED_MARK.length();
        }
        texts.add(text.substring(from).getBytes(StandardCharsets.UTF_8));
        this.sizeBytes = texts.stream().mapToLong(each -> each.length).sum()
                + values.stream().mapToLong(each -> (each.size() + 2) / 3 * 4L).sum();
    }

    private static ByteString mark() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** The message with a mark for each large value, which are taken in the order in which they are printed. */
    private Message withMarks(Message message) {
        if (message.getSerializedSize() < LARGE_BYTES) {
            return message;
        }
        Message.Builder marked = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            if (field.isRepeated() && field.getJavaType() == JavaType.MESSAGE) {
                List<?> list = (List<?>) value;
                for (int i = 0; i < list.size(); i++) {
                    marked.setRepeatedField(field, i, withMarks((Message) list.get(i)));
                }
            } else if (!field.isRepeated()) {
                marked.setField(field, withMark(field, value));
            }
        });
        return marked.build();
    }

    private Object withMark(FieldDescriptor field, Object value) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            return withMarks((Message) value);
        }
        if (value instanceof ByteString bytes && bytes.size() >= LARGE_BYTES) {
            values.add(bytes);
            return MARK;
        }
        return value;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public byte[] next(int maxBytes) {
        while (at < texts.size() + values.size()) {
            byte[] piece = at % 2 == 0 ? text(texts.get(at / 2), maxBytes) : base64(values.get(at / 2), maxBytes);
            if (piece.length > 0) {
                return piece;
            }
            at++;
            offset = 0;
        }
        return null;
    }

    private byte[] text(byte[] text, int maxBytes) {
        int end = Math.min(text.length, offset + maxBytes);
        byte[] piece = java.util.Arrays.copyOfRange(text, offset, end);
        offset = end;
        return piece;
    }

    private byte[] base64(ByteString value, int maxBytes) {
        int end = Math.min(value.size(), offset + maxBytes / 4 * 3);
        byte[] piece = Base64.getEncoder().encode(value.substring(offset, end).toByteArray());
        offset = end;
        return piece;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            closed.run();
        }
    }
}
