// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.print.KvAnswers;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lock}: holds it until it is interrupted, or while a program runs. */
@Command(
        name = "lock",
        customSynopsis = "lock <lockname> [exec-command arg1 arg2 ...]",
        description = "Acquires a named lock")
public final class LockCommand extends CtlCommand {
    @Option(
            names = "--ttl",
            paramLabel = "int",
            defaultValue = "10",
            converter = GoInteger.class,
            description = "seconds after which the lock is lost with this process (default 10)")
    private long ttl;

    @Override
    protected int run(List<String> args) throws IOException {
        check(!args.isEmpty(), "lock takes a lock name argument and an optional command to execute");
        CtlSession session = session();
        try (ClusterClient client = session.client()) {
            LeaseSession held = new LeaseSession(client, ttl);
            Place place = Place.take(held, args.getFirst(), ByteString.EMPTY);
            Thread hook = Signals.atInterrupt(session, place::leave);
            place.awaitFront();
            if (args.size() > 1) {
                return runProgram(place, hook, args.subList(1, args.size()));
            }
            RangeResponse own = place.look();
            if (own.getKvsCount() == 0) {
                throw new CommandFailure(CommandFailure.ERROR, "lock lost on init");
            }
            session.display().show(new KvAnswers.Got(own));
            held.awaitEnd();
            Signals.forget(hook);
            throw new CommandFailure(CommandFailure.ERROR, "session expired");
        }
    }

    private static int runProgram(Place place, Thread hook, List<String> program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of("ETCD_LOCK_KEY", place.key(), "ETCD_LOCK_REV", Long.toString(place.revision())));
        int code;
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            code = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.ERROR, "interrupted while the program ran");
        } finally {
            Signals.forget(hook);
            place.leave();
        }
        if (code != 0) {
            throw new CommandFailure(code, "exit status " + code);
        }
        return 0;
    }
}
