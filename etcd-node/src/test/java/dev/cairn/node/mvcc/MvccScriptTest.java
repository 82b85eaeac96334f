// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.testkit.TextScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts on our store; {@link MvccScriptOnEtcdIT} runs the same ones on a real etcd. */
class MvccScriptTest {
    @ParameterizedTest
    @ValueSource(strings = {"writes", "ranges", "compaction", "hash"})
    void theStoreAnswersAsWritten(String script) {
        KvTarget target = new StoreTarget(MvccOptions.defaults().withCompactionBatch(2));
        TextScript.run("mvcc/" + script + ".txt", new KvScript(target));
    }
}
