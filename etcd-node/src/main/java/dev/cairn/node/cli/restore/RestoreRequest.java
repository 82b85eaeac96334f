// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

import java.nio.file.Path;

/**
 * What to restore, where, and as whom.
 *
 * @param walDir where the Raft log goes, or null for its place in the data directory
 * @param skipHashCheck takes a file without a digest, or with a wrong one
 * @param bumpRevision how much the latest revision is raised; 0 leaves it and marks nothing compacted. Raised
 *     revisions make watchers of the old cluster fail rather than see time go back, so both come together.
 */
public record RestoreRequest(
        Path snapshot, Path dataDir, Path walDir, NewCluster cluster, boolean skipHashCheck, long bumpRevision) {}
