// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.cli.GoDuration;
import dev.cairn.node.cli.GoStyle;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.ClusterOptions;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.Display;
import dev.cairn.node.ctl.print.OutputForm;
import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.tls.TlsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * One command's run: what its flags and the environment say, the clients it opens and the display it answers on. Made when
 * the command's own arguments were found right.
 */
public final class CtlSession {
    private static final int SEND_BYTES = 2 << 20;
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEEP_ALIVE_TIME = Duration.ofSeconds(2);
    private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(6);

    private final GlobalFlags flags;
    private final Terminal terminal;
    private final ClientLog log;
    private final Display display;
    private final boolean timeoutGiven;
    private ClusterOptions options;

    public CtlSession(GlobalFlags flags, Terminal terminal, ParseResult parsed) {
        this.flags = flags;
        this.terminal = terminal;
        this.log = new ClientLog(terminal.err(), Clock.systemUTC());
        this.timeoutGiven = flags.commandTimeout != null;
        new EnvironmentFlags(terminal.environment(), log).fill(parsed);
        this.display = new Display(
                OutputForm.of(flags.writeOut == null ? "simple" : flags.writeOut), isTrue(flags.hex), terminal.out());
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Ends the process at once, from whatever thread. */
    public void exit(int code) {
        terminal.out().flush();
        terminal.err().flush();
        Runtime.getRuntime().halt(code);
    }

    public Display display() {
        return display;
    }

    public ClientLog log() {
        return log;
    }

    /** Of a command that is short, from now on. */
    public Patience patience() {
        return Patience.of(duration(flags.commandTimeout, COMMAND_TIMEOUT));
    }

    /** Of a command that takes as long as it takes, unless the user said how long. */
    public Patience patienceOfLongCommand() {
        return timeoutGiven ? patience() : Patience.unlimited();
    }

    /** To all endpoints. */
    public ClusterClient client() {
        return client(options(), "etcd-client");
    }

    /** To these; {@code logger} is the name that its log lines bear. */
    public ClusterClient client(ClusterOptions at, String logger) {
        try {
            return ClusterClient.connect(at, log.named(logger)::failed);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, e.getMessage());
        } catch (CallFailure e) {
            throw new CommandFailure(CommandFailure.BAD_CONNECTION, e.getMessage());
        }
    }

    /** What clients of this command are made of. */
    public ClusterOptions options() {
        if (options == null) {
            List<String> endpoints = new Discovery(flags, terminal.err()).endpoints();
            ClientTrust trust = trust(
                    new TlsFiles(flags.cacert, flags.cert, flags.key),
                    isFalse(flags.insecureTransport),
                    isTrue(flags.insecureSkipTlsVerify));
            options = new ClusterOptions(endpoints, trust, serverName(), limits(), login());
        }
        return options;
    }

    /** With {@code --insecure-discovery=false} certificates name the domain. */
    private String serverName() {
        boolean named = flags.discoverySrv != null && !flags.discoverySrv.isEmpty() && isFalse(flags.insecureDiscovery);
        return named ? flags.discoverySrv : null;
    }

    public ClusterOptions.Limits limits() {
        int send = flags.maxRequestBytes == null || flags.maxRequestBytes == 0
                ? SEND_BYTES
                : Math.toIntExact(flags.maxRequestBytes);
        int receive = flags.maxReceiveBytes == null || flags.maxReceiveBytes == 0
                ? Integer.MAX_VALUE
                : Math.toIntExact(flags.maxReceiveBytes);
        if (send > receive) {
            throw new CommandFailure(
                    CommandFailure.BAD_CONNECTION,
                    "gRPC message recv limit (" + receive + " bytes) must be greater than send limit (" + send
                            + " bytes)");
        }
        return new ClusterOptions.Limits(
                send,
                receive,
                duration(flags.keepAliveTime, KEEP_ALIVE_TIME),
                duration(flags.keepAliveTimeout, KEEP_ALIVE_TIMEOUT),
                duration(flags.dialTimeout, DIAL_TIMEOUT));
    }

    private static Duration duration(GoDuration.Value given, Duration otherwise) {
        return given == null ? otherwise : given.duration();
    }

    private ClusterOptions.Login login() {
        if (flags.authJwtToken != null && !flags.authJwtToken.isEmpty()) {
            return new ClusterOptions.Login("", "", flags.authJwtToken);
        }
        return login(flags.user, flags.password, "Password: ");
    }

    /** {@code prompt} asks for a password that neither holds. */
    public ClusterOptions.Login login(String user, String password, String prompt) {
        if (user == null || user.isEmpty()) {
            return ClusterOptions.Login.NOBODY;
        }
        if (password != null && !password.isEmpty()) {
            return new ClusterOptions.Login(user, password, "");
        }
        int colon = user.indexOf(':');
        if (colon < 0) {
            return new ClusterOptions.Login(user, new Prompt(terminal).secret(prompt), "");
        }
        return new ClusterOptions.Login(user.substring(0, colon), user.substring(colon + 1), "");
    }

    /** PEM files by name; those that are not given are null. */
    public record TlsFiles(String ca, String cert, String key) {
        private void check() {
            check("--cert", cert);
            check("--key", key);
            check("--cacert", ca);
            if ((cert == null) != (key == null)) {
                throw new CommandFailure(
                        CommandFailure.BAD_ARGUMENTS,
                        "KeyFile and CertFile must both be present[key: " + (key == null ? "" : key) + ", cert: "
                                + (cert == null ? "" : cert) + "]");
            }
        }

        private static void check(String flag, String file) {
            if (file != null && file.isEmpty()) {
                throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "empty string is passed to " + flag + " option");
            }
        }

        private Path path(String file) {
            return file == null ? null : Path.of(file);
        }
    }

    /** Null where neither files nor flags ask for TLS. */
    public static ClientTrust trust(TlsFiles files, boolean always, boolean anybody) {
        files.check();
        boolean named = files.ca() != null || files.cert() != null;
        if (!named && !always && !anybody) {
            return null;
        }
        try {
            ClientTrust trust =
                    ClientTrust.of(files.path(files.ca()), files.path(files.cert()), files.path(files.key()));
            return anybody ? trust.withoutVerification() : trust;
        } catch (TlsException e) {
            throw new CommandFailure(
                    CommandFailure.BAD_ARGUMENTS, e.getCause() == null ? e.getMessage() : GoStyle.words(e.getCause()));
        }
    }

    private static boolean isTrue(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }

    private static boolean isFalse(Boolean flag) {
        return Boolean.FALSE.equals(flag);
    }
}
