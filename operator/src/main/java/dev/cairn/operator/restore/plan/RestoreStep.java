// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import dev.cairn.crds.restore.ResolvedSource;

/** The single next thing to do about a restore. */
public sealed interface RestoreStep {
    /** One word, as conditions want it. */
    String reason();

    /** In one sentence: what, and why. */
    String message();

    /** Wait. */
    record Hold(String reason, String message) implements RestoreStep {}

    /** Fix the snapshot, and verify it before anything else. */
    record Verify(String job, ResolvedSource source, String message) implements RestoreStep {
        @Override
        public String reason() {
            return "Verifying";
        }
    }

    /** Make the cluster. */
    record CreateCluster(ResolvedSource source, String message) implements RestoreStep {
        @Override
        public String reason() {
            return "Restoring";
        }
    }

    /** The cluster is ready. */
    record Complete(String message) implements RestoreStep {
        @Override
        public String reason() {
            return "Restored";
        }
    }

    /** It will not happen. */
    record Fail(String reason, String message) implements RestoreStep {}
}
