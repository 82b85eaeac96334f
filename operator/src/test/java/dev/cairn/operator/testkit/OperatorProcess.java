// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.testkit.ChildProcess;
import dev.cairn.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The operator as it is shipped: the packaged application in a process of its own. */
public final class OperatorProcess implements AutoCloseable {
    private static final long GRACE_SECONDS = 10;

    private final ChildProcess process;
    private final int httpPort;

    private OperatorProcess(ChildProcess process, int httpPort) {
        this.process = process;
        this.httpPort = httpPort;
    }

    /** Starts it in this lab, with settings of its own. */
    public static OperatorProcess start(KubeLab lab, Map<String, String> settings) {
        try {
            int port = Ports.free();
            var environment = new TreeMap<>(lab.environment());
            environment.put("CAIRN_NAMESPACE", KubeLab.OPERATOR_NAMESPACE);
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
            environment.putAll(settings);
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            return new OperatorProcess(
                    ChildProcess.start(
                            lab.logFile("operator"),
                            environment,
                            List.of(java.toString(), "-Xmx256m", "-jar", "target/quarkus-app/quarkus-run.jar")),
                    port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path of its own port. */
    public String url(String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    /** Once it has ended. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitCode());
    }

    public String output() {
        return process.log();
    }

    @Override
    public void close() {
        process.stop(GRACE_SECONDS);
    }
}
