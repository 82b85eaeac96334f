// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.timeless;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Classes that break the rule of {@link TimeAndThreads}, each in one way, and one that keeps it. */
final class Planted {
    private Planted() {}

    static final class NanosByMethodReference {
        LongSupplier clock = System::nanoTime;
    }

    static final class NanosByCall {
        long now() {
            return System.nanoTime();
        }
    }

    static final class NanosInLambda {
        LongSupplier clock = () -> System.nanoTime() / 2;
    }

    static final class MillisByMethodReference {
        LongSupplier clock = System::currentTimeMillis;
    }

    static final class ParksByMethodReference {
        LongConsumer rest = LockSupport::parkNanos;
    }

    static final class ParksByCall {
        void rest() {
            LockSupport.parkNanos(this, 1);
        }
    }

    static final class InstantByMethodReference {
        Supplier<Instant> clock = Instant::now;
    }

    static final class DayByCall {
        LocalDateTime today() {
            return LocalDateTime.now();
        }
    }

    static final class SystemClock {
        Clock clock = Clock.systemUTC();
    }

    static final class SystemClockByMethodReference {
        Function<ZoneId, Clock> clocks = Clock::system;
    }

    static final class TickingClock {
        Clock clock(ZoneId zone) {
            return Clock.tickMillis(zone);
        }
    }

    static final class SystemInstants {
        Supplier<InstantSource> clocks = InstantSource::system;
    }

    static final class DateByConstructorReference {
        Supplier<Date> clock = Date::new;
    }

    static final class SleepsByCall {
        void rest() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class ThreadByConstructorReference {
        Function<Runnable, Thread> threads = Thread::new;
    }

    static final class ExecutorByMethodReference {
        IntFunction<Executor> pools = Executors::newFixedThreadPool;
    }

    static final class ThreadsOfTheCommonPool {
        CompletableFuture<Void> run(Runnable task) {
            return CompletableFuture.runAsync(task);
        }
    }

    static final class ChanceByConstructorReference {
        Supplier<Random> chance = Random::new;
    }

    /** What it needs is given to it. */
    static final class Given {
        private final LongSupplier nanos;
        private final LongConsumer rest;
        private final InstantSource clock;
        private final Executor threads;

        Given(LongSupplier nanos, LongConsumer rest, InstantSource clock, Executor threads) {
            this.nanos = nanos;
            this.rest = rest;
            this.clock = clock;
            this.threads = threads;
        }

        CompletableFuture<Instant> later() {
            rest.accept(nanos.getAsLong());
            Instant epoch = Instant.ofEpochMilli(0);
            return CompletableFuture.supplyAsync(() -> clock.instant().minusMillis(epoch.toEpochMilli()), threads);
        }
    }
}
