// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * etcd's one struct for all kinds of message: which of our kinds uses which field is said here and nowhere else. The
 * snapshot is written for MsgSnap only (etcd up to 3.5 writes an empty one into every message), the vote field, as etcd
 * 3.6 does, always as zero.
 */
final class MessageFields {
    private static final byte[] CAMPAIGN_TRANSFER =
            "CampaignTransfer".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int ENTRIES = 7;
    private static final int SNAPSHOT = 9;
    private static final int CONTEXT = 12;

    int type;
    long to;
    long from;
    long term;
    long logTerm;
    long index;
    List<Entry> entries = List.of();
    long commit;
    Snapshot snapshot;
    boolean reject;
    long rejectHint;
    byte[] context = Entry.NO_DATA;

    private MessageFields() {}

    static MessageFields of(Message message) {
        MessageFields f = new MessageFields();
        f.to = message.to();
        f.from = message.from();
        f.term = message.term();
        switch (message) {
            case Message.Prop m -> f.kind(MessageKind.PROP).entries = m.entries();
            case Message.App m -> {
                f.kind(MessageKind.APP).at(m.logTerm(), m.index());
                f.entries = m.entries();
                f.commit = m.commit();
            }
            case Message.AppResp m -> {
                f.kind(MessageKind.APP_RESP).at(m.logTerm(), m.index());
                f.reject = m.reject();
                f.rejectHint = m.rejectHint();
            }
            case Message.Vote m ->
                f.kind(MessageKind.VOTE).at(m.logTerm(), m.index()).campaign(m.transfer());
            case Message.VoteResp m -> f.kind(MessageKind.VOTE_RESP).reject = m.reject();
            case Message.PreVote m ->
                f.kind(MessageKind.PRE_VOTE).at(m.logTerm(), m.index()).campaign(m.transfer());
            case Message.PreVoteResp m -> f.kind(MessageKind.PRE_VOTE_RESP).reject = m.reject();
            case Message.Snap m -> f.kind(MessageKind.SNAP).snapshot = m.snapshot();
            case Message.Heartbeat m -> {
                f.kind(MessageKind.HEARTBEAT).commit = m.commit();
                f.context = m.context();
            }
            case Message.HeartbeatResp m -> f.kind(MessageKind.HEARTBEAT_RESP).context = m.context();
            case Message.TransferLeader m -> f.kind(MessageKind.TRANSFER_LEADER);
            case Message.TimeoutNow m -> f.kind(MessageKind.TIMEOUT_NOW);
            case Message.ReadIndex m -> f.kind(MessageKind.READ_INDEX).entries = carrying(m.context());
            case Message.ReadIndexResp m -> {
                f.kind(MessageKind.READ_INDEX_RESP).at(0, m.index());
                f.entries = carrying(m.context());
            }
        }
        return f;
    }

    Message toMessage() throws InvalidProtocolBufferException {
        return switch (MessageKind.of(type)) {
            case PROP -> new Message.Prop(to, from, entries);
            case APP -> new Message.App(to, from, term, logTerm, index, entries, commit);
            case APP_RESP -> new Message.AppResp(to, from, term, index, reject, rejectHint, logTerm);
            case VOTE -> new Message.Vote(to, from, term, logTerm, index, isTransfer());
            case VOTE_RESP -> new Message.VoteResp(to, from, term, reject);
            case PRE_VOTE -> new Message.PreVote(to, from, term, logTerm, index, isTransfer());
            case PRE_VOTE_RESP -> new Message.PreVoteResp(to, from, term, reject);
            case SNAP -> new Message.Snap(to, from, term, snapshot == null ? Snapshot.EMPTY : snapshot);
            case HEARTBEAT -> new Message.Heartbeat(to, from, term, commit, context);
            case HEARTBEAT_RESP -> new Message.HeartbeatResp(to, from, term, context);
            case TRANSFER_LEADER -> new Message.TransferLeader(to, from);
            case TIMEOUT_NOW -> new Message.TimeoutNow(to, from, term);
            case READ_INDEX -> new Message.ReadIndex(to, from, carried());
            case READ_INDEX_RESP -> new Message.ReadIndexResp(to, from, term, index, carried());
        };
    }

    int sizeBytes() {
        int size = CodedOutputStream.computeEnumSize(1, type)
                + CodedOutputStream.computeUInt64Size(2, to)
                + CodedOutputStream.computeUInt64Size(3, from)
                + CodedOutputStream.computeUInt64Size(4, term)
                + CodedOutputStream.computeUInt64Size(5, logTerm)
                + CodedOutputStream.computeUInt64Size(6, index)
                + CodedOutputStream.computeUInt64Size(8, commit)
                + CodedOutputStream.computeBoolSize(10, true)
                + CodedOutputStream.computeUInt64Size(11, rejectHint)
                + ProtoEncoder.bytesSize(CONTEXT, context)
                + CodedOutputStream.computeUInt64Size(13, 0);
        for (Entry entry : entries) {
            size += ProtoEncoder.nestedSize(ENTRIES, EntryCodec.sizeBytes(entry));
        }
        return snapshot == null ? size : size + ProtoEncoder.nestedSize(SNAPSHOT, SnapshotCodec.sizeBytes(snapshot));
    }

    void writeTo(CodedOutputStream out) throws IOException {
        out.writeEnum(1, type);
        out.writeUInt64(2, to);
        out.writeUInt64(3, from);
        out.writeUInt64(4, term);
        out.writeUInt64(5, logTerm);
        out.writeUInt64(6, index);
        for (Entry entry : entries) {
            ProtoEncoder.writeNestedHead(out, ENTRIES, EntryCodec.sizeBytes(entry));
            EntryCodec.write(entry, out);
        }
        out.writeUInt64(8, commit);
        if (snapshot != null) {
            ProtoEncoder.writeNestedHead(out, SNAPSHOT, SnapshotCodec.sizeBytes(snapshot));
            SnapshotCodec.write(snapshot, out);
        }
        out.writeBool(10, reject);
        out.writeUInt64(11, rejectHint);
        ProtoEncoder.writeBytes(out, CONTEXT, context);
        out.writeUInt64(13, 0);
    }

    static MessageFields read(CodedInputStream in) throws IOException {
        MessageFields f = new MessageFields();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            f.readField(in, tag);
        }
        return f;
    }

    private void readField(CodedInputStream in, int tag) throws IOException {
        switch (tag) {
            case 1 << 3 | ProtoDecoder.VARINT -> type = in.readEnum();
            case 2 << 3 | ProtoDecoder.VARINT -> to = in.readUInt64();
            case 3 << 3 | ProtoDecoder.VARINT -> from = in.readUInt64();
            case 4 << 3 | ProtoDecoder.VARINT -> term = in.readUInt64();
            case 5 << 3 | ProtoDecoder.VARINT -> logTerm = in.readUInt64();
            case 6 << 3 | ProtoDecoder.VARINT -> index = in.readUInt64();
            case ENTRIES << 3 | ProtoDecoder.BYTES -> {
                if (entries.isEmpty()) {
                    entries = new ArrayList<>();
                }
                entries.add(ProtoDecoder.readNested(in, EntryCodec::read));
            }
            case 8 << 3 | ProtoDecoder.VARINT -> commit = in.readUInt64();
            case SNAPSHOT << 3 | ProtoDecoder.BYTES -> snapshot = ProtoDecoder.readNested(in, SnapshotCodec::read);
            case 10 << 3 | ProtoDecoder.VARINT -> reject = in.readBool();
            case 11 << 3 | ProtoDecoder.VARINT -> rejectHint = in.readUInt64();
            case CONTEXT << 3 | ProtoDecoder.BYTES -> context = in.readByteArray();
            default -> in.skipField(tag);
        }
    }

    private MessageFields kind(MessageKind kind) {
        type = kind.number();
        return this;
    }

    private MessageFields at(long newLogTerm, long newIndex) {
        logTerm = newLogTerm;
        index = newIndex;
        return this;
    }

    private void campaign(boolean transfer) {
        context = transfer ? CAMPAIGN_TRANSFER : Entry.NO_DATA;
    }

    private boolean isTransfer() {
        return java.util.Arrays.equals(context, CAMPAIGN_TRANSFER);
    }

    /** A read's context travels as the data of one unnumbered entry. */
    private static List<Entry> carrying(byte[] context) {
        return List.of(Entry.normal(0, 0, context));
    }

    private byte[] carried() {
        return entries.isEmpty() ? Entry.NO_DATA : entries.getFirst().data();
    }
}
