// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendContractTest;

class MemoryBackendTest extends BackendContractTest {
    @Override
    protected Backend open() {
        return new MemoryBackend();
    }

    @Override
    protected Backend afterCrash(Backend backend) {
        return ((MemoryBackend) backend).afterCrash();
    }
}
