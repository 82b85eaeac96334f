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
import dev.cairn.node.wire.authpb.UserAddOptions;
import dev.cairn.node.wire.etcdserverpb.AuthUserAddRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code user add}. */
@Command(name = "add", customSynopsis = "add <user name or user:password> [options]", description = "Adds a new user")
final class UserAddCommand extends CtlCommand {
    @Option(
            names = "--interactive",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            defaultValue = "true",
            description = "ask for the password at the terminal; false: read it from the standard input")
    private boolean interactive;

    @Option(names = "--new-user-password", paramLabel = "string", defaultValue = "", description = "the password")
    private String newPassword;

    @Option(
            names = "--no-password",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "a user who logs in by certificate alone")
    private boolean noPassword;

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "user add command requires user name as its argument");
        String user = args.getFirst();
        String password = newPassword;
        int colon = user.indexOf(':');
        if (noPassword) {
            password = "";
        } else if (password.isEmpty() && colon >= 0) {
            password = user.substring(colon + 1);
            user = user.substring(0, colon);
            check(!user.isEmpty(), "empty user name is not allowed");
        } else if (password.isEmpty()) {
            Terminal terminal = ((CtlRoot) spec.root().userObject()).terminal();
            password = interactive ? new Prompt(terminal).newPassword(user) : new Prompt(terminal).word();
        }
        CtlSession session = session();
        var response = AuthQuestions.ask(
                session,
                Calls.USER_ADD,
                AuthUserAddRequest.newBuilder()
                        .setName(user)
                        .setPassword(password)
                        .setOptions(UserAddOptions.newBuilder().setNoPassword(noPassword))
                        .build());
        session.display().show(new TextAnswer("User " + user + " created", response.getHeader(), response));
        return 0;
    }
}
