// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.PrintStream;

/** The form {@code "Name" : value}, a field a line. */
public record FieldLines(PrintStream out, boolean hex) {
    public void header(ResponseHeader header) {
        id("ClusterID", header.getClusterId());
        id("MemberID", header.getMemberId());
        if (header.getRevision() > 0) {
            field("Revision", header.getRevision());
        }
        field("RaftTerm", Long.toUnsignedString(header.getRaftTerm()));
    }

    public void keyValue(String prefix, KeyValue keyValue) {
        quoted(prefix + "Key", keyValue.getKey());
        field(prefix + "CreateRevision", keyValue.getCreateRevision());
        field(prefix + "ModRevision", keyValue.getModRevision());
        field(prefix + "Version", keyValue.getVersion());
        quoted(prefix + "Value", keyValue.getValue());
        lease(prefix + "Lease", keyValue.getLease());
    }

    public void field(String name, Object value) {
        out.println("\"" + name + "\" : " + value);
    }

    public void quoted(String name, ByteString value) {
        field(name, GoText.quote(value));
    }

    public void quoted(String name, String value) {
        field(name, GoText.quote(value));
    }

    /** Of a member or a cluster. */
    public void id(String name, long id) {
        field(name, hex ? Long.toHexString(id) : Long.toUnsignedString(id));
    }

    public void lease(String name, long id) {
        field(name, hex ? GoText.lease(id) : Long.toString(id));
    }

    public void line(String text) {
        out.println(text);
    }
}
