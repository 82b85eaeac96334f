// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.logs.Logs;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DataDirectoryException;
import dev.cairn.node.storage.DiskFault;
import dev.cairn.node.tls.TlsException;
import dev.cairn.node.wal.WalException;
import dev.cairn.node.wire.EtcdException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member inside the framework: runs it until the process is told to stop. */
@Singleton
public class EtcdApplication implements QuarkusApplication {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdApplication.class);
    private static final int EXIT_FAILURE = 1;
    private static final String CANNOT_RUN = "the member cannot run";

    private final NodeConfig config;
    private final NodeProcess process;

    @Inject
    EtcdApplication(NodeConfig config, NodeProcess process) {
        this.config = config;
        this.process = process;
    }

    @Override
    public int run(String... arguments) {
        config.flags().warnings().forEach(LOG::warn);
        try (process) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "shutdown"));
            if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
                Thread.ofPlatform().daemon().name("reload").start(this::stopForReload);
            }
            process.start();
            return process.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_FAILURE;
        } catch (BadConfigException
                | ListenException
                | TlsException
                | DataDirectoryException
                | WalException
                | BackendException
                | PeerPortException
                | EtcdException
                | IllegalStateException e) {
            Logs.fatal(EtcdApplication.class, CANNOT_RUN, e.getMessage() + DiskFault.remedy(e), null);
            return EXIT_FAILURE;
        } catch (RuntimeException e) {
            Logs.fatal(EtcdApplication.class, CANNOT_RUN, e + DiskFault.remedy(e), e);
            return EXIT_FAILURE;
        }
    }

    /**
     * A signal that was obeyed in good order is no failure: without this the JVM would end with 128 plus its number, which
     * systemd and Kubernetes take for a crash. Where the process ends by itself there is nothing to stop any more.
     */
    private void stopOnSignal() {
        if (process.stop()) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Where changed code is loaded anew the framework asks for the end, and goes on once {@link #run} has returned. */
    private void stopForReload() {
        Quarkus.waitForExit();
        process.stop();
    }
}
