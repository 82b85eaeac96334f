// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.WalMetadata;
import dev.cairn.node.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogWriterTest {
    private final WriteAheadLog wal =
            WriteAheadLog.create(new SimDisk(), Path.of("/data/member/wal"), new WalMetadata(1, 2));
    private long nowNanos = 1_000;
    private final LogWriter writer = new LogWriter(wal, () -> nowNanos, new LogWriter.Outputs() {
        @Override
        public void send(List<Message> messages) {}

        @Override
        public void persisted(Ready ready) {}
    });

    @Test
    void idleWriterIsNeverStuck() {
        nowNanos += 5_000;
        assertThat(writer.stuckNanos()).isZero();
    }

    @Test
    void writerIsStuckSinceTheWorkCameThatItDoesNotFinish() {
        writer.run(log -> {});
        nowNanos += 70;
        writer.run(log -> {});
        nowNanos += 30;
        assertThat(writer.stuckNanos()).isEqualTo(100);
    }

    @Test
    void finishedWorkIsProgressAlsoWhileMoreWaits() {
        writer.run(log -> {
            nowNanos += 500;
            writer.run(later -> {});
        });
        writer.runOnce();
        nowNanos += 40;
        assertThat(writer.stuckNanos()).isEqualTo(40);
        writer.runOnce();
        assertThat(writer.stuckNanos()).isZero();
    }
}
