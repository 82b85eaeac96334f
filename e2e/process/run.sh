#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Real members under load and faults: run.sh kill|powercut|partition|election ROUNDS. SEED repeats the dice, TARGET is
# cairn, etcd or stale-proxy, MUTANT names a patch in mutants/ that is put in front of the server's jar.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
node=$root/etcd-node
faults=${1:?kill, powercut, partition or election}
export ROUNDS=${2:?how many rounds} FAULTS=$faults SEED=${SEED:-} TARGET=${TARGET:-cairn}
: "${JAVA_HOME:?must name a JDK 25}"
export DIRECTORY=$root/target/process/$faults
classes=$root/target/process/classes-$faults # of its own: somebody may build meanwhile
rm -rf "$DIRECTORY" "$classes"
mkdir -p "$DIRECTORY" "$classes"
cp -r "${TEST_CLASSES:-$node/target/test-classes}/dev" "$classes"

if [ "$TARGET" = etcd ]; then
  PROGRAM=${CAIRN_CACHE:-$HOME/.cache/cairn}/bin/etcd-3.7
  if [ ! -x "$PROGRAM" ]; then echo "no real etcd at $PROGRAM: run make setup" >&2; exit 1; fi
  if [ "$faults" = powercut ]; then echo "a Go program's writes do not go through libc: no power cuts for TARGET=etcd" >&2; exit 1; fi
elif [ -n "${MUTANT:-}" ]; then
  PROGRAM=$("$here/mutant.sh" "$MUTANT")
else
  PROGRAM=$root/bin/etcd
fi
if [ "$faults" = powercut ]; then
  export SHIM=$root/target/process/powercut.so
  gcc -O2 -Wall -Wextra -Werror -shared -fPIC -o "$SHIM" "$node/src/test/c/powercut.c" -lpthread
fi
if [ "$faults" = partition ] && [ "$(id -u)" != 0 ]; then echo "network namespaces need root" >&2; exit 1; fi
export PROGRAM CAIRN_JVM_OPTIONS="-XX:TieredStopAtLevel=1 ${CAIRN_JVM_OPTIONS:-}" # members live for seconds
exec "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
  -cp "$classes:$node/target/home/lib/*:$(cat "$node/target/process.classpath")" \
  dev.cairn.node.process.crash.CrashTest
