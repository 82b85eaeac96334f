// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.check.Checks;
import java.util.Collections;
import java.util.List;

/** put, get, del, txn and leases. */
final class Keys {
    private final Checks checks;
    private final Tools tools;

    Keys(Checks checks, Tools tools) {
        this.checks = checks;
        this.tools = tools;
    }

    void run() {
        for (int n = 1; n <= 5; n++) {
            checks.equal("put k" + n, tools.say("put", "k" + n, "v" + (6 - n)), "OK\n");
        }
        long first = tools.json("get", "k1").at("/header/revision").asLong();
        gets(first);
        ranges(first);
        deletes();
        transactions();
        leases();
    }

    private void gets(long first) {
        checks.equal("get", tools.say("get", "k1"), "k1\nv5\n");
        checks.equal("get of what is not there prints nothing", tools.say("get", "none"), "");
        checks.equal("put --prev-kv", tools.say("put", "k1", "new", "--prev-kv"), "OK\nk1\nv5\n");
        checks.equal("get --rev", tools.say("get", "k1", "--rev=" + first), "k1\nv5\n");
        checks.contains("get -w fields: version", tools.say("get", "k1", "-w", "fields"), "\"Version\" : 2\n");
        checks.equal("get --print-value-only", tools.say("get", "k1", "--print-value-only"), "new\n");
        checks.equal("get --consistency=s", tools.say("get", "k2", "--consistency=s"), "k2\nv4\n");
        checks.contains(
                "get at a future revision is refused",
                tools.ctl().refuse("get", "k1", "--rev=" + (first + 1000)),
                "required revision is a future revision");
    }

    private void ranges(long first) {
        checks.equal(
                "get --prefix --keys-only",
                words(tools.say("get", "k", "--prefix", "--keys-only")),
                List.of("k1", "k2", "k3", "k4", "k5"));
        checks.equal(
                "get --prefix at a revision: keys and values in turn",
                words(tools.say("get", "k", "--prefix", "--limit=2", "--rev=" + first)),
                List.of("k1", "v5", "k2", "v4"));
        checks.equal("get of a range", words(tools.say("get", "k2", "k4", "--print-value-only")), List.of("v4", "v3"));
        checks.equal(
                "get --from-key",
                words(tools.say("get", "k4", "--from-key", "--print-value-only")),
                List.of("v2", "v1"));
        JsonNode limited = tools.json("get", "k", "--prefix", "--limit=2");
        checks.equal(
                "get --limit says that there is more",
                List.of(
                        limited.at("/kvs").size(),
                        limited.at("/count").asInt(),
                        limited.at("/more").asBoolean()),
                List.of(2, 5, true));
        checks.equal(
                "get --sort-by=VALUE --order=DESCEND",
                words(tools.say("get", "k", "--prefix", "--sort-by=VALUE", "--order=DESCEND", "--print-value-only")),
                List.of("v4", "v3", "v2", "v1", "new"));
        checks.equal(
                "get --sort-by=MODIFY",
                words(tools.say("get", "k", "--prefix", "--sort-by=MODIFY", "--order=ASCEND", "--keys-only")),
                List.of("k2", "k3", "k4", "k5", "k1"));
        checks.contains(
                "get --count-only",
                tools.say("get", "k", "--prefix", "--count-only", "-w", "fields"),
                "\"Count\" : 5\n");
    }

    private void deletes() {
        checks.equal("del of one", tools.say("del", "k5"), "1\n");
        checks.equal("del of nothing", tools.say("del", "k5"), "0\n");
        checks.equal("del --prefix --prev-kv", tools.say("del", "k4", "--prefix", "--prev-kv"), "1\nk4\nv2\n");
    }

    private void transactions() {
        String holds = "value(\"k2\") = \"v4\"\nmod(\"k1\") > \"1\"\n\nput t1 yes\nget k2\n\nput t1 no\n\n";
        checks.equal(
                "txn whose comparisons hold",
                words(tools.ctl().sayWith(holds, "txn")),
                List.of("SUCCESS", "OK", "k2", "v4"));
        String fails = "version(\"k2\") = \"9\"\n\nput t1 yes\n\nget t1\ndel k3\n\n";
        checks.equal(
                "txn whose comparison fails",
                words(tools.ctl().sayWith(fails, "txn")),
                List.of("FAILURE", "t1", "yes", "1"));
        checks.contains(
                "txn with a key put twice is refused",
                tools.ctl().refuseWith("\nput t2 a\nput t2 b\n\n\n", "txn"),
                "duplicate key given in txn request");
        checks.equal("nothing of a refused txn is done", tools.say("get", "t2"), "");
    }

    private void leases() {
        String granted = tools.say("lease", "grant", "120");
        checks.matches("lease grant", granted, "lease [0-9a-f]{16} granted with TTL\\(120s\\)\n");
        String lease = words(granted).get(1);
        tools.say("put", "leased", "v", "--lease=" + lease);
        checks.matches(
                "lease timetolive --keys",
                tools.say("lease", "timetolive", lease, "--keys"),
                "lease " + lease
                        + " granted with TTL\\(120s\\), remaining\\(1[12]\\ds\\), attached keys\\(\\[leased]\\)\n");
        checks.matches(
                "lease timetolive",
                tools.say("lease", "timetolive", lease),
                "lease " + lease + " granted with TTL\\(120s\\), remaining\\(1[12]\\ds\\)\n");
        checks.equal(
                "lease keep-alive --once",
                tools.say("lease", "keep-alive", "--once", lease),
                "lease " + lease + " keepalived with TTL(120)\n");
        keepAlive();
        checks.equal("lease list", tools.say("lease", "list"), "found 1 leases\n" + lease + "\n");
        checks.equal("lease revoke", tools.say("lease", "revoke", lease), "lease " + lease + " revoked\n");
        checks.equal("a revoked lease took its key along", tools.say("get", "leased"), "");
        checks.contains(
                "lease timetolive of a revoked one", tools.say("lease", "timetolive", lease), "already expired");
    }

    /**
     * A lease of five seconds, the least at this election timeout, outlives its time as long as somebody keeps it alive, and
     * goes soon after.
     */
    private void keepAlive() {
        String lease = words(tools.say("lease", "grant", "5")).get(1);
        tools.say("put", "kept", "v", "--lease=" + lease);
        checks.equal(
                "lease keep-alive",
                tools.ctl().lines(4, "lease", "keep-alive", lease),
                Collections.nCopies(4, "lease " + lease + " keepalived with TTL(5)"));
        checks.equal("a lease that is kept alive keeps its key", tools.say("get", "kept"), "kept\nv\n");
        long revision = tools.json("get", "kept").at("/kvs/0/mod_revision").asLong();
        checks.equal(
                "a lease that nobody keeps alive takes its key along",
                tools.ctl().lines(1, "watch", "kept", "--rev", String.valueOf(revision + 1)),
                List.of("DELETE"));
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
