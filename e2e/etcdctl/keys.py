# SPDX-License-Identifier: Apache-2.0
"""put, get, del, txn and leases."""
import re
import subprocess


def run(c):
    ctl = c.tools.ctl
    for n in range(1, 6):
        c.equal(f"put k{n}", ctl("put", f"k{n}", f"v{6 - n}"), "OK\n")
    first = c.tools.json("get", "k1")["header"]["revision"]
    c.equal("get", ctl("get", "k1"), "k1\nv5\n")
    c.equal("get of what is not there prints nothing", ctl("get", "none"), "")
    c.equal("put --prev-kv", ctl("put", "k1", "new", "--prev-kv"), "OK\nk1\nv5\n")
    c.equal("get --prefix --keys-only", ctl("get", "k", "--prefix", "--keys-only").split(), ["k1", "k2", "k3", "k4", "k5"])
    c.equal("get of a range", ctl("get", "k2", "k4", "--print-value-only").split(), ["v4", "v3"])
    c.equal("get --from-key", ctl("get", "k4", "--from-key", "--print-value-only").split(), ["v2", "v1"])
    c.equal("get --rev", ctl("get", "k1", f"--rev={first}"), "k1\nv5\n")
    limited = c.tools.json("get", "k", "--prefix", "--limit=2")
    c.equal("get --limit says that there is more", (len(limited["kvs"]), limited["count"], limited["more"]), (2, 5, True))
    sort = ctl("get", "k", "--prefix", "--sort-by=VALUE", "--order=DESCEND", "--print-value-only")
    c.equal("get --sort-by=VALUE --order=DESCEND", sort.split(), ["v4", "v3", "v2", "v1", "new"])
    by_revision = ctl("get", "k", "--prefix", "--sort-by=MODIFY", "--order=ASCEND", "--keys-only")
    c.equal("get --sort-by=MODIFY", by_revision.split(), ["k2", "k3", "k4", "k5", "k1"])
    c.holds("get --count-only", '"Count" : 5\n' in ctl("get", "k", "--prefix", "--count-only", "-w", "fields"))
    c.equal("get --consistency=s", ctl("get", "k2", "--consistency=s"), "k2\nv4\n")
    future = ctl("get", "k1", f"--rev={first + 1000}", fails=True)
    c.holds("get at a future revision is refused", "required revision is a future revision" in future, future)
    c.equal("del of one", ctl("del", "k5"), "1\n")
    c.equal("del of nothing", ctl("del", "k5"), "0\n")
    c.equal("del --prefix --prev-kv", ctl("del", "k4", "--prefix", "--prev-kv"), "1\nk4\nv2\n")
    transactions(c)
    leases(c)


def transactions(c):
    ctl = c.tools.ctl
    taken = ctl("txn", stdin='value("k2") = "v4"\nmod("k1") > "1"\n\nput t1 yes\nget k2\n\nput t1 no\n\n')
    c.equal("txn whose comparisons hold", taken.split(), ["SUCCESS", "OK", "k2", "v4"])
    other = ctl("txn", stdin='version("k2") = "9"\n\nput t1 yes\n\nget t1\ndel k3\n\n')
    c.equal("txn whose comparison fails", other.split(), ["FAILURE", "t1", "yes", "1"])
    twice = ctl("txn", stdin="\nput t2 a\nput t2 b\n\n\n", fails=True)
    c.holds("txn with a key put twice is refused", "duplicate key given in txn request" in twice, twice)
    c.equal("nothing of a refused txn is done", ctl("get", "t2"), "")


def leases(c):
    ctl = c.tools.ctl
    granted = re.fullmatch(r"lease ([0-9a-f]{16}) granted with TTL\(120s\)\n", ctl("lease", "grant", "120"))
    c.holds("lease grant", granted)
    lease = granted.group(1)
    ctl("put", "leased", "v", f"--lease={lease}")
    living = ctl("lease", "timetolive", lease, "--keys")
    c.holds("lease timetolive --keys", re.fullmatch(
        rf"lease {lease} granted with TTL\(120s\), remaining\(1[12]\ds\), attached keys\(\[leased\]\)\n", living), living)
    c.equal("lease keep-alive --once", ctl("lease", "keep-alive", "--once", lease),
            f"lease {lease} keepalived with TTL(120)\n")
    keep_alive(c)
    c.equal("lease list", ctl("lease", "list"), f"found 1 leases\n{lease}\n")
    c.equal("lease revoke", ctl("lease", "revoke", lease), f"lease {lease} revoked\n")
    c.equal("a revoked lease took its key along", ctl("get", "leased"), "")
    c.holds("lease timetolive of a revoked one", "already expired" in ctl("lease", "timetolive", lease))


def keep_alive(c):
    """A lease of five seconds, the least at this election timeout, outlives its time as long as somebody keeps it alive, and goes soon after."""
    lease = c.tools.ctl("lease", "grant", "5").split()[1]
    c.tools.ctl("put", "kept", "v", f"--lease={lease}")
    command = c.tools.ctl_command("lease", "keep-alive", lease)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=c.tools.environment()) as keeper:
        lines = [keeper.stdout.readline() for _ in range(4)]
        keeper.terminate()
    c.equal("lease keep-alive", lines, [f"lease {lease} keepalived with TTL(5)\n"] * 4)
    c.equal("a lease that is kept alive keeps its key", c.tools.ctl("get", "kept"), "kept\nv\n")
    watch = c.tools.ctl_command("watch", "kept", "--rev", str(c.tools.json("get", "kept")["kvs"][0]["mod_revision"] + 1))
    with subprocess.Popen(watch, stdout=subprocess.PIPE, text=True, env=c.tools.environment()) as watcher:
        gone = watcher.stdout.readline()
        watcher.terminate()
    c.equal("a lease that nobody keeps alive takes its key along", gone, "DELETE\n")
