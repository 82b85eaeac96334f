// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.check.StockTool;
import dev.cairn.e2e.kube.Repository;
import dev.cairn.testkit.Authority;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stock etcdctl and etcdutl of one minor version, our own etcdutl, and members of either kind, all with mutual TLS. */
final class Tools {
    private final String minor;
    private final Authority authority;
    private List<MemberProcess> members = List.of();

    Tools(String minor, Path directory) {
        this.minor = minor;
        this.authority = new Authority(directory)
                .issue("member", "/CN=member", Authority.Keys.EC)
                .issue("client", "/CN=client", Authority.Keys.EC);
    }

    String minor() {
        return minor;
    }

    /** Whom etcdctl asks from now on. */
    void use(List<MemberProcess> asked) {
        members = asked;
    }

    StockTool ctl() {
        return ctl(members.stream().map(MemberProcess::clientUrl).collect(Collectors.joining(",")));
    }

    StockTool ctl(String endpoints) {
        return new StockTool(Program.stock("etcdctl-" + minor)
                .with(Map.of(
                        "ETCDCTL_ENDPOINTS", endpoints,
                        "ETCDCTL_CACERT", authority.path("ca.crt").toString(),
                        "ETCDCTL_CERT", authority.path("client.crt").toString(),
                        "ETCDCTL_KEY", authority.path("client.key").toString())));
    }

    String say(String... arguments) {
        return ctl().say(arguments);
    }

    JsonNode json(String... arguments) {
        return ctl().json(arguments);
    }

    StockTool stockUtl() {
        return new StockTool(Program.stock("etcdutl-" + minor));
    }

    StockTool ownUtl() {
        return new StockTool(new Program(Repository.path("bin/etcdutl"), Map.of()));
    }

    /** One of ours, that looks as of this minor version; not started. */
    MemberProcess own(String name, Path dataDir) {
        MemberProcess member = member(name, Repository.path("bin/etcd"), dataDir);
        return minor.equals("3.7") ? member : member.with("--compat-version=" + minor);
    }

    MemberProcess stock(String name, Path dataDir) {
        return member(name, Program.stock("etcd-" + minor).path(), dataDir);
    }

    private MemberProcess member(String name, Path program, Path dataDir) {
        return new MemberProcess(List.of(program.toString()), dataDir)
                .named(name)
                .at("https://127.0.0.1:" + Ports.free(), "https://127.0.0.1:" + Ports.free())
                .with(authority.memberFlags("member"))
                .with("--heartbeat-interval=200", "--election-timeout=3000");
    }
}
