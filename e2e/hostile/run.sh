#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bad clients against ours and real etcd in the same small memory: see dev.cairn.node.process.hostile.Hostile, or Heavy where that is the argument. CASES is a
# regular expression that a row's name begins with, MEMORY in MiB is for all rows, TARGET is cairn, etcd or both, REST the
# seconds after which memory is looked at once more. As root all of it runs in a network namespace with nothing but loopback.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
node=$root/etcd-node
: "${JAVA_HOME:?must name a JDK 25}"
export PROGRAM=$root/bin/etcd ETCD=${CAIRN_CACHE:-$HOME/.cache/cairn}/bin/etcd-3.7 DIRECTORY=$root/target/hostile
if [ "${TARGET:-both}" != cairn ] && [ ! -x "$ETCD" ]; then echo "no real etcd at $ETCD: run make setup" >&2; exit 1; fi
mkdir -p "$DIRECTORY"
ulimit -n "$(ulimit -Hn)"
run=("$JAVA_HOME/bin/java" -Xmx1500m -XX:+UseSerialGC -Dio.netty.machineId=00:00:00:00:00:00:00:01 --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
  -cp "${HOSTILE_CLASSES:-$node/target/test-classes}:$node/target/classes:$(cat "$node/target/process.classpath")"
  dev.cairn.node.process.hostile.${1:-Hostile})
if [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then
  exec unshare -n sh -c 'ip link set lo up; exec "$@"' sh "${run[@]}"
fi
exec "${run[@]}"
