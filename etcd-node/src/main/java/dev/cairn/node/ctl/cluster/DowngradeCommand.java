// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.TextAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code downgrade} and what stands behind it. */
@Command(
        name = "downgrade",
        description = "Downgrade related commands",
        subcommands = {
            DowngradeCommand.ValidateCommand.class,
            DowngradeCommand.EnableCommand.class,
            DowngradeCommand.CancelCommand.class
        })
public final class DowngradeCommand extends CtlGroup {
    private abstract static class OneCommand extends CtlCommand {
        final int ask(DowngradeRequest.DowngradeAction action, String version, String done) {
            CtlSession session = session();
            Patience patience = session.patience();
            try (ClusterClient client = session.client()) {
                DowngradeResponse response = client.ask(
                        Calls.DOWNGRADE,
                        DowngradeRequest.newBuilder()
                                .setAction(action)
                                .setVersion(version)
                                .build(),
                        patience);
                String text = "Downgrade " + done + " success, cluster version " + response.getVersion();
                session.display().show(new TextAnswer(text, null, response));
            }
            return 0;
        }

        static String version(List<String> args) {
            check(!args.isEmpty(), "TARGET_VERSION not provided");
            check(args.size() == 1, "too many arguments");
            check(!args.getFirst().isEmpty(), "target version not provided");
            return args.getFirst();
        }
    }

    @Command(
            name = "validate",
            customSynopsis = "validate <TARGET_VERSION>",
            description = "Validate downgrade capability before starting downgrade")
    static final class ValidateCommand extends OneCommand {
        @Override
        protected int run(List<String> args) {
            return ask(DowngradeRequest.DowngradeAction.VALIDATE, version(args), "validate");
        }
    }

    @Command(
            name = "enable",
            customSynopsis = "enable <TARGET_VERSION>",
            description = "Start a downgrade action to cluster")
    static final class EnableCommand extends OneCommand {
        @Override
        protected int run(List<String> args) {
            return ask(DowngradeRequest.DowngradeAction.ENABLE, version(args), "enable");
        }
    }

    @Command(name = "cancel", customSynopsis = "cancel", description = "Cancel the ongoing downgrade action to cluster")
    static final class CancelCommand extends OneCommand {
        @Override
        protected int run(List<String> args) {
            return ask(DowngradeRequest.DowngradeAction.CANCEL, "", "cancel");
        }
    }
}
