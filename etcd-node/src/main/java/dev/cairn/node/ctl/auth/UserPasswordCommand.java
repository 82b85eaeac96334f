// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import dev.cairn.node.client.Calls;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.print.TextAnswer;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlRoot;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.Prompt;
import dev.cairn.node.wire.etcdserverpb.AuthUserChangePasswordRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code user passwd}. */
@Command(name = "passwd", customSynopsis = "passwd <user name> [options]", description = "Changes password of user")
final class UserPasswordCommand extends CtlCommand {
    @Option(
            names = "--interactive",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            defaultValue = "true",
            description = "ask for the password at the terminal; false: read it from the standard input")
    private boolean interactive;

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "user passwd command requires user name as its argument");
        String user = args.getFirst();
        Terminal terminal = ((CtlRoot) spec.root().userObject()).terminal();
        String password = interactive ? new Prompt(terminal).newPassword(user) : new Prompt(terminal).word();
        CtlSession session = session();
        var response = AuthQuestions.ask(
                session,
                Calls.USER_CHANGE_PASSWORD,
                AuthUserChangePasswordRequest.newBuilder()
                        .setName(user)
                        .setPassword(password)
                        .build());
        session.display().show(new TextAnswer("Password updated", response.getHeader(), response));
        return 0;
    }
}
