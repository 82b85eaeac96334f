# SPDX-License-Identifier: Apache-2.0
"""A member with a full store and a long unflushed log is killed: how long until it answers again?"""
import argparse
import os
import re
import signal
import statistics
import time

from servers import Server, fill

VALUE_BYTES = 4096
SMALL_BYTES = 64


def directory_mb(path):
    return sum(os.stat(os.path.join(at, file)).st_blocks * 512 for at, _, files in os.walk(path) for file in files) / 1e6


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store-mib", type=int, default=1024)
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--port", type=int, default=24890)
    chosen = options.parse_args()
    keys = chosen.store_mib * (1 << 20) // VALUE_BYTES
    flags = ["--snapshot-count", "10000000", "--quota-backend-bytes", str(8 << 30)]
    server = Server("cairn", chosen.port, flags=flags)
    try:
        server.wait()
        print(f"filling: {keys} keys of {VALUE_BYTES} bytes", flush=True)
        fill(server, "recovery", keys, VALUE_BYTES)
        times = []
        for run in range(chosen.runs):
            server.end()  # a graceful stop flushes the store
            server.start()
            server.wait()
            fill(server, "recovery-unflushed", chosen.entries, SMALL_BYTES)
            server.end(signal.SIGKILL)
            began = time.monotonic()
            server.start()
            server.wait()
            times.append(time.monotonic() - began)
            with open(server.log.name) as log:
                applied, last = map(int, re.findall(r"applied index (\d+), commit index \d+, last index (\d+)", log.read())[-1])
            if last - applied < chosen.entries:
                raise SystemExit(f"the log had only {last - applied} unflushed entries: the store was flushed meanwhile")
            print(f"run {run + 1}: {last - applied} unflushed entries, {times[-1]:.2f} s", flush=True)
        store = directory_mb(os.path.join(server.directory, "data", "member", "store"))
        print(f"recovery of a store of {store:.0f} MB and {chosen.entries} unflushed entries, exec to first linearizable "
              f"get, median of {chosen.runs}: {statistics.median(times):.2f} s")
    finally:
        server.stop()


main()
