# SPDX-License-Identifier: Apache-2.0
"""Starts a member and a kube-apiserver on it, runs every check, and stops both; see run.sh."""
import os
import shutil
import signal
import sys
import time

import checks
import many
import members
import objects
import server


def main():
    # A run that is stopped stops its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    state = sys.argv[1]
    begin = time.monotonic()
    stock = os.environ.get("LOCAL_ETCD") == "stock"
    program = os.path.join(members.STOCK, "etcd-3.7") if stock else os.path.join(members.OURS, "etcd")
    pki = os.path.join(state, "pki")
    tools = members.Tools(pki, "3.7")
    store = members.Member("store", program, state, pki, members.free_ports(2), ())
    store.command.append(f"--initial-cluster=store={store.peer_url}")
    tools.endpoints = store.endpoint
    api = server.ApiServer(state, store)
    c = checks.Checks(tools)
    print(f"== kube-apiserver on {'real etcd' if stock else 'one member of ours'}", flush=True)
    try:
        store.start()
        members.await_healthy([store], tools)
        api.start()
        api.await_ready()
        c.holds(f"ready after {time.monotonic() - begin:.0f} s", True)
        objects.namespaces(c, api)
        objects.custom_resources(c, api)
        objects.apply(c, api)
        before = many.written(c, api)
        many.paged(c, api)
        objects.events(c, api)
        many.compacted(c, api, store, tools, before)
        many.killed(c, api, store, tools)
    except members.Failed as e:
        print(f"FAIL {e}", flush=True)
        print(f"apiserver: {c.passed} checks passed, 1 failed, {time.monotonic() - begin:.0f} s")
        return 1
    finally:
        api.stop()
        store.stop()
        if os.environ.get("KEEP_LOGS"):
            for log in (api.log_path, store.log_path):
                shutil.copy(log, os.environ["KEEP_LOGS"])
    print(f"apiserver: {c.passed} checks passed, {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
