// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.apiserver;

import dev.cairn.e2e.check.Checks;
import dev.cairn.e2e.check.StockTool;
import dev.cairn.e2e.kube.ApiServerProcess;
import dev.cairn.e2e.kube.Repository;
import dev.cairn.testkit.Authority;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One line for each check, the last line counts them. {@code LOCAL_ETCD=stock} puts it on real etcd, to tell whose fault
 * something is.
 */
class ApiserverIT {
    static final int COMPACTION_SECONDS = 5;
    private static final int EVENT_SECONDS = 3;
    private static final Duration STARTS = Duration.ofSeconds(240);

    /** From this version on the API server lists by RangeStream, where the store is etcd 3.7. */
    private static final String STREAMS_LISTS = "1.37";

    private final int metricsPort = Ports.free();

    @TempDir
    private Path directory;

    @Test
    void kubeApiserverFindsOnOneMemberWhatItFindsOnEtcd() throws IOException, GeneralSecurityException {
        boolean stock = "stock".equals(System.getenv("LOCAL_ETCD"));
        System.out.printf("== kube-apiserver on %s%n", stock ? "real etcd" : "one member of ours");
        Checks checks = new Checks("apiserver");
        Authority authority = new Authority(directory.resolve("pki"))
                .issue("member", "/CN=member", Authority.Keys.EC)
                .issue("client", "/CN=kube-apiserver", Authority.Keys.EC);
        try (MemberProcess store = store(stock, authority).start();
                ApiServerProcess server = server(store, authority)) {
            try {
                Checks.until("kube-apiserver is ready", STARTS, server::isReady);
                checks.holds("ready after " + checks.seconds() + " s", true, "");
                play(checks, server, store, etcdctl(store, authority));
                checks.done();
            } catch (AssertionError e) {
                System.out.println("-- the store:\n" + store.endOfLog());
                System.out.println("-- kube-apiserver:\n" + server.endOfLog());
                throw e;
            }
        }
    }

    /** How many the store has answered. */
    private double rangeStreams() {
        String metrics = StoreMetrics.of(metricsPort);
        return metrics.lines()
                .filter(line -> line.startsWith("grpc_server_handled_total{"))
                .filter(line -> line.contains("grpc_code=\"OK\"") && line.contains("grpc_method=\"RangeStream\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void play(Checks checks, ApiServerProcess server, MemberProcess store, StockTool etcdctl) {
        try (KubernetesClient client = server.client()) {
            Api api = new Api(client, server.url());
            Objects objects = new Objects(checks, api, client);
            objects.namespaces();
            objects.customResources();
            objects.apply();
            Many many = new Many(checks, api, client);
            long before = many.written();
            many.paged();
            objects.events();
            many.compacted(etcdctl, before);
            if (STREAMS_LISTS.equals(System.getenv("KUBERNETES"))) {
                checks.holds("lists came by RangeStream", rangeStreams() > 0, rangeStreams());
            }
            many.killed(store);
        }
    }

    private MemberProcess store(boolean stock, Authority authority) {
        Path program = stock ? Program.stock("etcd-3.7").path() : Repository.path("bin/etcd");
        MemberProcess store = new MemberProcess(List.of(program.toString()), directory.resolve("store"))
                .named("store")
                .at("https://127.0.0.1:" + Ports.free(), "https://127.0.0.1:" + Ports.free())
                .with(authority.memberFlags("member"))
                .measuredAt("http://127.0.0.1:" + metricsPort)
                .with("--heartbeat-interval=200", "--election-timeout=3000");
        MemberProcess.found(List.of(store));
        return store;
    }

    private ApiServerProcess server(MemberProcess store, Authority authority)
            throws IOException, GeneralSecurityException {
        return new ApiServerProcess(
                directory.resolve("apiserver"),
                new ApiServerProcess.Store(
                        store.clientUrl(),
                        authority.path("ca.crt"),
                        authority.path("client.crt"),
                        authority.path("client.key")),
                "--etcd-compaction-interval=" + COMPACTION_SECONDS + "s",
                "--event-ttl=" + EVENT_SECONDS + "s",
                // Pages of a list then come from the store, and not from a copy in the API server's memory.
                "--feature-gates=ListFromCacheSnapshot=false",
                "--profiling=false");
    }

    private static StockTool etcdctl(MemberProcess store, Authority authority) {
        return new StockTool(Program.stock("etcdctl-3.7")
                .with(Map.of(
                        "ETCDCTL_ENDPOINTS", store.clientUrl(),
                        "ETCDCTL_CACERT", authority.path("ca.crt").toString(),
                        "ETCDCTL_CERT", authority.path("client.crt").toString(),
                        "ETCDCTL_KEY", authority.path("client.key").toString())));
    }
}
