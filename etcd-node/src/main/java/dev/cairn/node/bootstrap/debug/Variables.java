// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.debug;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.cairn.node.raft.RaftStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /debug/vars} as etcd has it: cmdline, file_descriptor_limit, memstats, of whose fields those that have a meaning
 * in a JVM, and raft.status.
 */
public final class Variables implements Supplier<String> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<RaftStatus> raft;

    public Variables(Supplier<RaftStatus> raft) {
        this.raft = raft;
    }

    @Override
    public String get() {
        ObjectNode all = JSON.createObjectNode();
        DebugPages.commandLine().forEach(all.putArray("cmdline")::add);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            all.put("file_descriptor_limit", unix.getMaxFileDescriptorCount());
        }
        memory(all.putObject("memstats"));
        raft(all.putObject("raft.status"), raft.get());
        return all.toPrettyString() + "\n";
    }

    private static void memory(ObjectNode memory) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        memory.put("Alloc", heap.getUsed());
        memory.put("Sys", heap.getCommitted() + other.getCommitted());
        memory.put("HeapAlloc", heap.getUsed());
        memory.put("HeapSys", heap.getCommitted());
        memory.put("HeapIdle", heap.getCommitted() - heap.getUsed());
        memory.put("HeapInuse", heap.getUsed());
        long collections = 0;
        long millis = 0;
        for (var each : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, each.getCollectionCount());
            millis += Math.max(0, each.getCollectionTime());
        }
        memory.put("NumGC", collections);
        memory.put("PauseTotalNs", millis * 1_000_000);
    }

    private static void raft(ObjectNode out, RaftStatus status) {
        out.put("id", hex(status.id()));
        out.put("term", status.term());
        out.put("vote", hex(status.hardState().vote()));
        out.put("commit", status.commit());
        out.put("lead", hex(status.leader()));
        out.put("raftState", status.role().toString());
        out.put("applied", status.applied());
        ObjectNode progress = out.putObject("progress");
        for (Map.Entry<Long, RaftStatus.PeerProgress> each : status.peers().entrySet()) {
            ObjectNode peer = progress.putObject(hex(each.getKey()));
            peer.put("match", each.getValue().match());
            peer.put("next", each.getValue().next());
            peer.put("state", each.getValue().state().toString());
        }
        out.put("leadtransferee", hex(status.leadTransferee()));
    }

    private static String hex(long id) {
        return Long.toHexString(id);
    }
}
