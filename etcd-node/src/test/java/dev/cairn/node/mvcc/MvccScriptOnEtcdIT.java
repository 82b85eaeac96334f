// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.testkit.TextScript;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of {@link MvccScriptTest} say what a real etcd says. */
class MvccScriptOnEtcdIT {
    @TempDir
    Path dataDir;

    @ParameterizedTest
    @ValueSource(strings = {"writes", "ranges", "compaction", "hash"})
    void etcdAnswersAsWritten(String script) {
        try (GoEtcd etcd = GoEtcd.start("3.7", dataDir);
                EtcdTarget target = new EtcdTarget(etcd)) {
            TextScript.run("mvcc/" + script + ".txt", new KvScript(target));
        }
    }
}
