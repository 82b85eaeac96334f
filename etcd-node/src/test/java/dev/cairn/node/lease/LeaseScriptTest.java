// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.testkit.TextScript;
import dev.cairn.node.testkit.TextScript.Command;
import dev.cairn.node.wire.EtcdException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tells the lessor's rules as stories: {@code src/test/resources/lease}. Times in them are seconds, starting at 0. */
class LeaseScriptTest {
    private final MemoryBackend backend = new MemoryBackend();
    private Lessor lessor = new Lessor(new LessorSettings(2));
    private long nowNanos;
    private final StringBuilder ended = new StringBuilder();

    @ParameterizedTest
    @ValueSource(strings = {"grant-and-revoke", "expiry", "leadership", "checkpoint"})
    void lessorDoesAsTheScriptSays(String script) {
        TextScript.run("lease/" + script + ".txt", this::run);
    }

    private String run(Command command) {
        try {
            return carryOut(command);
        } catch (EtcdException e) {
            return e.error() + ": " + e.getMessage();
        }
    }

    private String carryOut(Command command) {
        long id = command.number("id", 0);
        byte[] key = command.arg("key", "").getBytes(StandardCharsets.UTF_8);
        return switch (command.name()) {
            case "grant" -> text(inBatch(tx -> lessor.grant(tx, id, command.number("ttl", 0), nowNanos)));
            case "revoke" -> "keys " + keys(inBatch(tx -> lessor.revoke(tx, id))) + takeEnded();
            case "attach" -> {
                lessor.attach(id, key);
                yield "keys " + keys(lessor.keys(id));
            }
            case "detach" -> {
                lessor.detach(id, key);
                yield "keys " + keys(lessor.keys(id));
            }
            case "renew" -> lessor.renew(id, nowNanos).toString();
            case "wait" -> {
                lessor.whenEnded(id, () -> ended.append("\nended ").append(id));
                yield takeEnded().strip();
            }
            case "advance" -> {
                nowNanos += (long) (Double.parseDouble(command.words().get(1)) * 1e9);
                yield "now " + seconds(nowNanos);
            }
            case "promote" -> {
                lessor.promote(nowNanos, command.number("extend", 0) * 1_000_000_000L);
                yield "primary " + lessor.isPrimary();
            }
            case "demote" -> {
                lessor.demote();
                yield "primary " + lessor.isPrimary() + takeEnded();
            }
            case "expired" ->
                lessor.expired(nowNanos, (int) command.number("max", 500)).toString();
            case "still-expired" -> lessor.stillExpired(List.of(id), nowNanos).toString();
            case "checkpoint" -> {
                Checkpoint checkpoint = new Checkpoint(id, command.number("remaining", 0));
                yield inBatch(tx -> {
                    lessor.checkpoint(tx, checkpoint, command.number("old-cluster", 0) == 0, nowNanos);
                    return "";
                });
            }
            case "checkpoints" -> {
                List<Checkpoint> named = new ArrayList<>();
                lessor.checkpoint(nowNanos, (int) command.number("max", 1_000), named::addAll);
                yield named.toString();
            }
            case "list" ->
                lessor.list(nowNanos).stream().map(LeaseScriptTest::text).collect(Collectors.joining("\n"));
            case "stored" -> stored(id);
            case "restart" -> {
                lessor = new Lessor(new LessorSettings(
                        command.number("min-ttl", 2),
                        command.number("checkpoint", 0),
                        command.number("stored", 0) > 0));
                lessor.load(backend.read());
                yield "primary " + lessor.isPrimary();
            }
            default -> throw new IllegalArgumentException("no such command: " + command.name());
        };
    }

    private String stored(long id) {
        byte[] record = backend.get(
                Bucket.LEASE, ByteBuffer.allocate(Long.BYTES).putLong(id).array());
        return record == null ? "nothing" : java.util.HexFormat.of().formatHex(record);
    }

    private <T> T inBatch(Function<WriteTx, T> work) {
        try (WriteTx tx = backend.begin()) {
            T answer = work.apply(tx);
            tx.commit();
            return answer;
        }
    }

    private String takeEnded() {
        String text = ended.toString();
        ended.setLength(0);
        return text;
    }

    private static String text(LeaseView lease) {
        String left = lease.remainingNanos() == Long.MAX_VALUE ? "forever" : seconds(lease.remainingNanos());
        return "lease " + lease.id() + " ttl=" + lease.ttlSeconds() + " remaining=" + left;
    }

    private static String seconds(long nanos) {
        return String.format("%.1fs", nanos / 1e9);
    }

    private static String keys(List<byte[]> keys) {
        return keys.stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList()
                .toString();
    }
}
