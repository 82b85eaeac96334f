// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.desired;

import dev.cairn.crds.restore.InPlaceStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.operator.agent.AgentCommand;
import dev.cairn.operator.agent.AgentJob;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;

/**
 * The Job that proves a snapshot and makes a member of it, in the member's own volume. Whatever is wrong with the
 * snapshot, the bucket or the volume shows here, before the cluster is touched.
 */
public final class SeedJob {
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final String DATA = "/var/lib/etcd";

    private SeedJob() {}

    /**
     * The Job.
     *
     * @param cluster whose place the member takes
     * @param peerUrl what the member announces to its peers
     * @param image the image that holds the agent
     */
    public static Job of(ResourceKey restore, ClusterKey cluster, Seed seed, String peerUrl, String job, String image) {
        var command = AgentCommand.of("restore")
                .store(seed.source().s3())
                .with("object", seed.source().object())
                .withOptional("sha256", seed.source().sha256())
                .with("data-dir", DATA)
                .with("name", seed.place().member())
                .with("initial-cluster", seed.place().member() + "=" + peerUrl)
                .with("initial-cluster-token", cluster.token())
                .with("initial-advertise-peer-urls", peerUrl)
                .with("bump-revision", Long.toString(seed.place().bumpRevision()))
                .on("mark-compacted")
                .claim("data", ClusterKey.volumeClaim(seed.place().member()), DATA);
        return AgentJob.of(
                new AgentJob.Run(restore, "EtcdRestore", Labels.RESTORE, job, image, command, TIMEOUT, null));
    }

    /** What is made, and of what. */
    public record Seed(ResolvedSource source, InPlaceStatus place) {}
}
