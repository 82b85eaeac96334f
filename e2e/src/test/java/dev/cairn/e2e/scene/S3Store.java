// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import dev.cairn.testkit.ChildProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An S3-compatible store of this machine with one bucket, reached by pods, and Secrets that open it or do not. */
final class S3Store implements AutoCloseable {
    static final String RIGHT = "s3-right";
    static final String WRONG = "s3-wrong";
    private static final String BUCKET = "backups";
    private static final String ACCESS = "scene";
    private static final Duration STARTS = Duration.ofSeconds(20);

    private final String host;
    private final int port;
    private final Path bucket;
    private final ChildProcess process;

    private S3Store(Stage stage, String secret) throws IOException {
        host = stage.kubernetes().thisMachine();
        port = Ports.free(host);
        bucket = Files.createDirectories(stage.work().resolve("s3").resolve(BUCKET));
        process = ChildProcess.start(
                stage.work().resolve("s3.log"),
                Program.stock("versitygw").path().toString(),
                "--access=" + ACCESS,
                "--secret=" + secret,
                "--port=" + host + ":" + port,
                "--quiet",
                "posix",
                bucket.getParent().toString());
    }

    static S3Store start(Story story, Stage stage) throws IOException {
        String secret = HexFormat.of().formatHex(SecureRandom.getSeed(16));
        S3Store store = stage.atEnd(new S3Store(stage, secret));
        secret(stage, RIGHT, secret);
        secret(stage, WRONG, "guessed");
        story.waitUntil("the store", STARTS, store::listens, store.process::log);
        return store;
    }

    private static void secret(Stage stage, String name, String secret) {
        stage.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withStringData(Map.of("accessKeyId", ACCESS, "secretAccessKey", secret))
                        .build())
                .inNamespace(stage.namespace())
                .create();
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("the store ended: " + process.log());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where backups go, as a specification says it, with the credentials of that Secret. */
    String destination(String secret) {
        return "{s3: {bucket: %s, endpoint: 'http://%s:%d', forcePathStyle: true, credentialsSecretRef: {name: %s}}}"
                .formatted(BUCKET, host, port, secret);
    }

    /** The bucket's objects whose names end so, in their order. */
    List<Path> objects(String ending) {
        try (Stream<Path> files = Files.walk(bucket)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
