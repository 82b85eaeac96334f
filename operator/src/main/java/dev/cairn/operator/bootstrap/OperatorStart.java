// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the controllers, again and again until the API server lets them. One that refuses connections, or rights that
 * are not granted yet, are no reason to end: the process stays, says under {@code /q/health/started} what it waits for,
 * and works as soon as it can.
 */
@Singleton
public class OperatorStart {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorStart.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Operator operator;
    private volatile boolean ended;
    private volatile boolean started;
    private volatile String waitsFor = "the API server's lists";
    private Thread thread;

    OperatorStart(Operator operator) {
        this.operator = operator;
    }

    /** Health is served meanwhile: the start has a thread of its own. */
    void begin(@Observes StartupEvent event) {
        // Makes the controllers here and now: settings that cannot be used end the process.
        LOG.info("{} controllers start", operator.getRegisteredControllersNumber());
        thread = Thread.ofPlatform().daemon().name("operator-start").start(this::untilStarted);
    }

    void end(@Observes ShutdownEvent event) {
        ended = true;
        if (thread != null) {
            thread.interrupt();
            operator.stop();
        }
    }

    boolean started() {
        return started;
    }

    /** What keeps the controllers from starting, in words. */
    String waitsFor() {
        return waitsFor;
    }

    private void untilStarted() {
        Duration pause = FIRST_PAUSE;
        while (!ended) {
            try {
                operator.start();
                started = true;
                return;
            } catch (RuntimeException e) {
                waitsFor = innermost(e);
                LOG.warn("the controllers cannot start yet, another try in {} s: {}", pause.toSeconds(), waitsFor);
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
