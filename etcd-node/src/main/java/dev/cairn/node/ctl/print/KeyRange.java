// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Keys as requests name them: from {@code key} up to before {@code end}; one key alone where that is empty. */
public record KeyRange(ByteString key, ByteString end) {
    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);
    private static final int LAST = 0xff;

    public static KeyRange of(String key) {
        return new KeyRange(bytes(key), ByteString.EMPTY);
    }

    public static KeyRange between(String key, String end) {
        return new KeyRange(bytes(key), bytes(end));
    }

    /** All keys that begin so; all there are for the empty text. */
    public static KeyRange prefix(String prefix) {
        return prefix.isEmpty() ? from(prefix) : new KeyRange(bytes(prefix), prefixEnd(bytes(prefix)));
    }

    /** This key and all behind it. */
    public static KeyRange from(String key) {
        return new KeyRange(key.isEmpty() ? ZERO : bytes(key), ZERO);
    }

    /** The first key behind all with this prefix; the open end where every key with it is among the last. */
    public static ByteString prefixEnd(ByteString prefix) {
        for (int i = prefix.size() - 1; i >= 0; i--) {
            int last = prefix.byteAt(i) & 0xff;
            if (last < LAST) {
                byte[] next = {(byte) (last + 1)};
                return prefix.substring(0, i).concat(ByteString.copyFrom(next));
            }
        }
        return ZERO;
    }

    public static ByteString bytes(String text) {
        return ByteString.copyFrom(text, StandardCharsets.UTF_8);
    }
}
