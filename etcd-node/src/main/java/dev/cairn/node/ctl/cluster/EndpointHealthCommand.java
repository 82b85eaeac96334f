// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.EndpointAnswers;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.print.SimpleLines;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code endpoint health}: all at once, as each would otherwise wait for the sick one before it. */
@Command(
        name = "health",
        customSynopsis = "health",
        description = "Checks the healthiness of endpoints specified in `--endpoints` flag")
final class EndpointHealthCommand extends CtlCommand {
    @ParentCommand
    private EndpointScope group;

    @Override
    protected int run(List<String> args) {
        CtlSession session = session();
        List<EndpointAnswers.Condition> conditions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<EndpointAnswers.Condition>> asked = ClusterEndpoints.of(session, group.cluster()).stream()
                    .map(endpoint -> threads.submit(() -> condition(session, endpoint)))
                    .toList();
            for (Future<EndpointAnswers.Condition> each : asked) {
                conditions.add(each.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while members were asked", e);
        }
        SimpleLines complaints = new SimpleLines(session.terminal().err(), false, false);
        session.display().show(new EndpointAnswers.Conditions(conditions, complaints));
        if (conditions.stream().anyMatch(each -> !each.error().isEmpty())) {
            throw new CommandFailure(CommandFailure.ERROR, "unhealthy cluster");
        }
        return 0;
    }

    private static EndpointAnswers.Condition condition(CtlSession session, String endpoint) {
        ClusterClient client;
        try {
            client = session.client(session.options().at(endpoint), "client");
        } catch (CommandFailure e) {
            if (e.exitCode() != CommandFailure.BAD_CONNECTION) {
                throw e;
            }
            return new EndpointAnswers.Condition(endpoint, false, "", e.getMessage());
        }
        try (client) {
            Patience patience = session.patience();
            long begin = System.nanoTime();
            String error = readError(client, patience);
            String took = GoText.duration(Duration.ofNanos(System.nanoTime() - begin));
            if (error.isEmpty()) {
                error = alarms(client, patience);
            }
            return new EndpointAnswers.Condition(endpoint, error.isEmpty(), took, error);
        }
    }

    /** A read that may be forbidden: being told so takes a quorum, too. */
    private static String readError(ClusterClient client, Patience patience) {
        try {
            client.ask(
                    Calls.RANGE,
                    RangeRequest.newBuilder().setKey(KeyRange.bytes("health")).build(),
                    patience);
            return "";
        } catch (CallFailure e) {
            return e.isPermissionDenied() ? "" : e.getMessage();
        }
    }

    private static String alarms(ClusterClient client, Patience patience) {
        AlarmResponse response;
        try {
            response = client.ask(Calls.ALARM, AlarmRequest.getDefaultInstance(), patience);
        } catch (CallFailure e) {
            return "Unable to fetch the alarm list";
        }
        if (response.getAlarmsCount() == 0) {
            return "";
        }
        StringBuilder error = new StringBuilder("Active Alarm(s): ");
        for (AlarmMember each : response.getAlarmsList()) {
            error.append(
                            switch (each.getAlarm()) {
                                case NOSPACE, CORRUPT -> each.getAlarm().name();
                                default -> "UNKNOWN";
                            })
                    .append(' ');
        }
        return error.toString();
    }
}
