// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.client.WatchClient;
import dev.cairn.node.ctl.print.Display;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.print.WatchAnswer;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Shows what a watch brings and runs the user's program for each event.
 *
 * @param program the words of its command line; none for no program
 * @param exit ends the process, where that program failed
 */
record WatchOutput(Terminal terminal, Display display, List<String> program, IntConsumer exit)
        implements WatchClient.Listener {
    @Override
    public void heard(WatchResponse response) {
        if (response.getEventsCount() == 0 && response.getHeader().getRevision() != 0) {
            terminal.out().println("progress notify: " + response.getHeader().getRevision());
        }
        display.show(new WatchAnswer(response));
        if (!program.isEmpty()) {
            response.getEventsList()
                    .forEach(event -> runProgram(response.getHeader().getRevision(), event));
        }
    }

    @Override
    public void ended(WatchResponse response, String reason) {
        terminal.err().println("watch was canceled (" + reason + ")");
        display.show(new WatchAnswer(response));
    }

    private void runProgram(long revision, Event event) {
        ProcessBuilder builder = new ProcessBuilder(program)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "ETCD_WATCH_REVISION", Long.toString(revision),
                        "ETCD_WATCH_EVENT_TYPE", GoText.quote(event.getType().name()),
                        "ETCD_WATCH_KEY", GoText.quote(event.getKv().getKey()),
                        "ETCD_WATCH_VALUE", GoText.quote(event.getKv().getValue())));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            int code = process.waitFor();
            if (code != 0) {
                failed("exit status " + code);
            }
        } catch (IOException e) {
            failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed("interrupted");
        }
    }

    private void failed(String why) {
        terminal.err()
                .println("command "
                        + program.stream()
                                .map(GoText::quote)
                                .toList()
                                .toString()
                                .replace(", ", " ") + " error (" + why + ")");
        terminal.err().flush();
        exit.accept(1);
    }
}
