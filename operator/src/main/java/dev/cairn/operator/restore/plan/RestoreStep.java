// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import dev.cairn.crds.restore.InPlaceStatus;
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

    /** Make a volume for the seed of a restore in place, and a Job that fills it; the cluster is not touched. */
    record Prepare(String job, ResolvedSource source, InPlaceStatus place, String message) implements RestoreStep {
        @Override
        public String reason() {
            return "Verifying";
        }
    }

    /** Ask the cluster to carry it out. */
    record Request(ResolvedSource source, String message) implements RestoreStep {
        @Override
        public String reason() {
            return "Requested";
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
