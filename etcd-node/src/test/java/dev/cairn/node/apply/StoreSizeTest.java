// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.testkit.MemoryBackend;
import org.junit.jupiter.api.Test;

class StoreSizeTest {
    /** Clients divide by it; etcd's is never 0. */
    @Test
    void anEmptyStoreHasSomethingInUseAndNoMoreThanThereIs() {
        MemoryBackend backend = new MemoryBackend();
        Features features = Features.open(backend, new LessorSettings(2), 1);
        assertThat(features.inUseBytes()).isPositive().isLessThanOrEqualTo(backend.sizeBytes());
    }
}
