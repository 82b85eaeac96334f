// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.kube.ApiServerProcess;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** A kube-apiserver that keeps its objects in an EtcdCluster, reached as its status says. */
final class SecondApiServer {
    private static final Duration STARTS = Duration.ofSeconds(120);

    private SecondApiServer() {}

    /** Returns once it is ready; closed at the scene's end. */
    static ApiServerProcess start(Story story, Stage stage, TestedCluster cluster, EtcdClients etcd)
            throws IOException, GeneralSecurityException {
        Path certificates = etcd.certificates();
        ApiServerProcess server = stage.atEnd(new ApiServerProcess(
                stage.work().resolve("apiserver"),
                new ApiServerProcess.Store(
                        cluster.status().endpoints().etcdServersByIp(),
                        certificates.resolve(EtcdClients.CA),
                        certificates.resolve(EtcdClients.CERTIFICATE),
                        certificates.resolve(EtcdClients.KEY)),
                "--advertise-address=" + stage.kubernetes().thisMachine()));
        story.waitUntil("the second API server", STARTS, server::isReady, server::log);
        return server;
    }
}
