// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The operator as it is shipped: the packaged application in a process of its own. */
public final class OperatorProcess implements AutoCloseable {
    private final Daemon daemon;
    private final int httpPort;

    private OperatorProcess(Daemon daemon, int httpPort) {
        this.daemon = daemon;
        this.httpPort = httpPort;
    }

    /** Starts it in this lab, with settings of its own. */
    public static OperatorProcess start(KubeLab lab, Map<String, String> settings) {
        try {
            int port = FreePorts.next();
            var environment = new TreeMap<>(lab.environment());
            environment.put("CAIRN_NAMESPACE", KubeLab.OPERATOR_NAMESPACE);
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
            environment.putAll(settings);
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            return new OperatorProcess(
                    Daemon.start(
                            java,
                            List.of("-Xmx256m", "-jar", "target/quarkus-app/quarkus-run.jar"),
                            environment,
                            lab.logFile("operator")),
                    port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path of its own port. */
    public String url(String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    public OptionalInt exitCode() {
        return daemon.exitCode();
    }

    public String output() {
        return daemon.output();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
