// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.GoDuration;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The flags of every command. One that was not given is null, so that a variable or the default may stand for it. */
public final class GlobalFlags {
    @Option(
            names = "--endpoints",
            scope = ScopeType.INHERIT,
            split = ",",
            paramLabel = "strings",
            description = "client URLs of members (default 127.0.0.1:2379)")
    List<String> endpoints;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "print the flags in use")
    Boolean debug;

    @Option(
            names = {"-w", "--write-out"},
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "output format: fields, json, protobuf, simple or table (default simple)")
    String writeOut;

    @Option(
            names = "--hex",
            scope = ScopeType.INHERIT,
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "print byte strings in hexadecimal")
    Boolean hex;

    @Option(
            names = "--dial-timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "duration",
            converter = GoDuration.class,
            description = "how long a login may take (default 2s)")
    GoDuration.Value dialTimeout;

    @Option(
            names = "--command-timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "duration",
            converter = GoDuration.class,
            description = "how long a short command may take (default 5s)")
    GoDuration.Value commandTimeout;

    @Option(
            names = "--keepalive-time",
            scope = ScopeType.INHERIT,
            paramLabel = "duration",
            converter = GoDuration.class,
            description = "after so much silence the member is pinged (default 2s; less than 10s is taken as 10s)")
    GoDuration.Value keepAliveTime;

    @Option(
            names = "--keepalive-timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "duration",
            converter = GoDuration.class,
            description = "so long the answer to a ping may take (default 6s)")
    GoDuration.Value keepAliveTimeout;

    @Option(
            names = "--max-request-bytes",
            scope = ScopeType.INHERIT,
            paramLabel = "int",
            converter = GoInteger.class,
            description = "largest request (default 2 MiB)")
    Long maxRequestBytes;

    @Option(
            names = "--max-recv-bytes",
            scope = ScopeType.INHERIT,
            paramLabel = "int",
            converter = GoInteger.class,
            description = "largest answer (default 2 GiB)")
    Long maxReceiveBytes;

    @Option(
            names = "--insecure-transport",
            scope = ScopeType.INHERIT,
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "no TLS for endpoints without a scheme (default true)")
    Boolean insecureTransport;

    @Option(
            names = "--insecure-discovery",
            scope = ScopeType.INHERIT,
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "take discovered endpoints without TLS too (default true)")
    Boolean insecureDiscovery;

    @Option(
            names = "--insecure-skip-tls-verify",
            scope = ScopeType.INHERIT,
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "trust whoever answers: for tests only")
    Boolean insecureSkipTlsVerify;

    @Option(
            names = "--cert",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "own certificate, a PEM file")
    String cert;

    @Option(names = "--key", scope = ScopeType.INHERIT, paramLabel = "string", description = "its key, a PEM file")
    String key;

    @Option(
            names = "--cacert",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "authorities that members' certificates must come from, a PEM file")
    String cacert;

    @Option(
            names = "--auth-jwt-token",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "signed token to ask with, instead of --user and --password")
    String authJwtToken;

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "name[:password] to log in with; a password that is missing is asked for")
    String user;

    @Option(
            names = "--password",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "the password, where --user does not hold it")
    String password;

    @Option(
            names = {"-d", "--discovery-srv"},
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "domain whose SRV records name the endpoints")
    String discoverySrv;

    @Option(
            names = "--discovery-srv-name",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "suffix of the service's name in SRV records")
    String discoverySrvName;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "help for the command")
    boolean help;
}
