// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.cli.restore.NewCluster;
import dev.cairn.node.cli.restore.RestoreRequest;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags of a restore that etcdutl and the backup agent share; names and defaults are etcdutl's. */
public final class RestoreFlags {
    @Option(names = "--data-dir", paramLabel = "string", description = "Path to the output data directory")
    private String dataDir = "";

    @Option(
            names = "--wal-dir",
            paramLabel = "string",
            description = "Path to the WAL directory (use --data-dir if none given)")
    private String walDir = "";

    @Option(
            names = "--name",
            paramLabel = "string",
            defaultValue = "default",
            description = "Human-readable name for this member (default \"${DEFAULT-VALUE}\")")
    private String name;

    @Option(
            names = "--initial-cluster",
            paramLabel = "string",
            defaultValue = "default=http://localhost:2380",
            description = "Initial cluster configuration for restore bootstrap (default \"${DEFAULT-VALUE}\")")
    private String initialCluster;

    @Option(
            names = "--initial-cluster-token",
            paramLabel = "string",
            defaultValue = "etcd-cluster",
            description =
                    "Initial cluster token for the etcd cluster during restore bootstrap (default \"${DEFAULT-VALUE}\")")
    private String initialClusterToken;

    @Option(
            names = "--initial-advertise-peer-urls",
            paramLabel = "string",
            defaultValue = "http://localhost:2380",
            description =
                    "List of this member's peer URLs to advertise to the rest of the cluster (default \"${DEFAULT-VALUE}\")")
    private String initialAdvertisePeerUrls;

    @Option(
            names = "--bump-revision",
            paramLabel = "uint",
            defaultValue = "0",
            converter = UnsignedNumber.class,
            description = "How much to increase the latest revision after restore")
    private long bumpRevision;

    @Option(
            names = "--mark-compacted",
            arity = "0..1",
            fallbackValue = "true",
            description = "Mark the latest revision after restore as the point of scheduled compaction (required if"
                    + " --bump-revision > 0, disallowed otherwise)")
    private boolean markCompacted;

    /** Either both or neither: revisions that were skipped but not compacted would hide lost history from watchers. */
    public void checkBump() {
        if (bumpRevision > 0 != markCompacted) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "--mark-compacted required if --revision-bump > 0");
        }
    }

    public NewCluster cluster() {
        return NewCluster.of(
                name, initialCluster, initialClusterToken, List.of(initialAdvertisePeerUrls.split(",", -1)));
    }

    public RestoreRequest request(Path snapshot, NewCluster cluster, boolean skipHashCheck) {
        Path data = Path.of(dataDir.isEmpty() ? name + ".etcd" : dataDir);
        Path wal = walDir.isEmpty() ? null : Path.of(walDir);
        return new RestoreRequest(snapshot, data, wal, cluster, skipHashCheck, bumpRevision);
    }
}
