// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.Display;
import dev.cairn.node.ctl.print.KvAnswers;
import dev.cairn.node.ctl.print.OutputForm;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code get}. */
@Command(
        name = "get",
        customSynopsis = "get [options] <key> [range_end]",
        description = "Gets the key or a range of keys")
public final class GetCommand extends CtlCommand {
    @Mixin
    private GetFlags flags;

    @Override
    protected int run(List<String> args) {
        RangeRequest request = flags.request(args);
        CtlSession session = session();
        Patience patience = session.patience();
        RangeResponse response;
        try (ClusterClient client = session.client()) {
            response = flags.stream()
                    ? client.rangeByStream(request, patience)
                    : client.ask(Calls.RANGE, request, patience);
        }
        Display display = session.display();
        check(
                !flags.countOnly() || display.form() == OutputForm.FIELDS,
                "--count-only is only for `--write-out=fields`");
        if (flags.valueOnly()) {
            check(display.form() == OutputForm.SIMPLE, "print-value-only is only for `--write-out=simple`");
            display = display.valuesOnly();
        }
        display.show(new KvAnswers.Got(response));
        return 0;
    }
}
