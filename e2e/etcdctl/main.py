# SPDX-License-Identifier: Apache-2.0
"""Starts three members of ours, runs every check on them, and stops them; see run.sh."""
import os
import signal
import sys
import time

import checks
import keys
import maintenance
import members
import snapshots
import watches


def main():
    # A run that is stopped stops its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    state, minor = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "3.7"
    begin = time.monotonic()
    pki = os.path.join(state, "pki")
    tools = members.Tools(pki, minor)
    flags = () if minor == "3.7" else (f"--compat-version={minor}",)
    cluster = members.cluster(state, pki, os.path.join(members.OURS, "etcd"), flags)
    tools.endpoints = ",".join(each.endpoint for each in cluster)
    c = checks.Checks(tools)
    print(f"== three members of ours, etcdctl and etcdutl {minor}, mutual TLS", flush=True)
    try:
        for each in cluster:
            each.start()
        members.await_healthy(cluster, tools)
        keys.run(c)
        watches.run(c)
        maintenance.run(c, cluster)
        snapshots.run(c, cluster, state, pki)
    except members.Failed as e:
        print(f"FAIL {e}", flush=True)
        print(f"etcdctl {minor}: {c.passed} checks passed, 1 failed, {time.monotonic() - begin:.0f} s")
        return 1
    finally:
        for each in cluster:
            each.stop()
    print(f"etcdctl {minor}: {c.passed} checks passed, {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
