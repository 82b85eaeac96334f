#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the OCI images without a registry or a container engine: etcd-node/target/etcd-node-image.tar and, where the
# operator was built, operator/target/operator-image.tar. Import one with `ctr images import`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
tag=${CAIRN_IMAGE_TAG:-0.1.0}
work=$root/etcd-node/target/image
rootfs=$work/rootfs
: "${JAVA_HOME:?must name a JDK 25}"
modules=java.base,java.logging,java.naming,java.management,java.xml,java.sql,java.net.http,java.security.jgss,java.instrument
modules+=,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.jfr,jdk.naming.dns,jdk.net,jdk.zipfs,jdk.management.agent,jdk.jcmd

fresh() { # output, inputs…: whether the output was made of these very inputs
  local output=$1 stamp
  shift
  stamp=$(cat "$@" | sha256sum | cut -d' ' -f1)-$tag-$JAVA_HOME
  [ -e "$output" ] && [ "$(cat "$output.stamp" 2>/dev/null)" = "$stamp" ] && return 0
  echo "$stamp" >"$output.stamp.next"
  return 1
}
made() { mv "$1.stamp.next" "$1.stamp"; }

ground() { # the layers that both images share
  if ! fresh "$work/base" "$here/base.sh" "$root"/{LICENSE,NOTICE,THIRD_PARTY.md}; then
    echo "image: base libraries"
    rm -rf "$work/base"
    "$here/base.sh" "$work/base"
    install -D -m 0644 -t "$work/base/licenses" "$root"/{LICENSE,NOTICE,THIRD_PARTY.md}
    find "$work/base/licenses" -exec touch -h -d @1767225600 {} +
    made "$work/base"
  fi
  if ! fresh "$work/jre" "$here/images.sh"; then
    echo "image: Java runtime"
    rm -rf "$work/jre"
    "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
      --output "$work/jre"
    made "$work/jre"
  fi
}

# The root as the container will see it, with what is to be trained at its final place.
assemble() {
  rm -rf "$rootfs"
  mkdir -p "$rootfs"
  cp -a "$work/base/." "$rootfs"
  mkdir -p "$rootfs/opt"
  cp -a "$1" "$rootfs/opt/cairn"
  cp -a "$work/jre" "$rootfs/opt/cairn/jre"
  mkdir -p "$rootfs/opt/cairn/aot"
}

node() {
  local app=$root/etcd-node/target/quarkus-app out=$root/etcd-node/target/etcd-node-image.tar
  [ -f "$app/quarkus-run.jar" ] || { echo "images.sh: no application in $app: run make build" >&2; exit 1; }
  if fresh "$out" "$app"/{quarkus-run.jar,quarkus-app-dependencies.txt} "$app"/{app,quarkus}/*.jar "$here"/*.*; then return; fi
  echo "image: node"
  rm -rf "$work/home" "$work/aot"
  python3 "$here/home.py" "$app" "$work/home"
  echo "image: training the AOT cache at its final place"
  mkdir -p "$work/aot"
  assemble "$work/home"
  TRAINING_ROOT=$rootfs TRAINING_OPTIONS=-XX:AOTCacheOutput=/opt/cairn/aot/node.aot PATH=$PATH:/opt/cairn/bin LANG=C.UTF-8 \
    "$here/train.sh" "$work/home/lib" /tmp/training "$rootfs/opt/cairn/aot/node.aot" "$here/in-root.sh" "$rootfs" /opt/cairn/bin/etcd
  mv "$rootfs"/opt/cairn/aot/{node,etcdctl}.aot "$work/aot/"
  rm -rf "$rootfs"
  rmdir "$work/home/aot"
  python3 "$here/oci.py" "$out" "localhost/cairn/etcd-node:$tag" "$here/node-config.json" \
    "$work/base" "$work/jre=/opt/cairn/jre" "$work/home=/opt/cairn" "$work/aot=/opt/cairn/aot"
  made "$out"
}

# There is no API server: the operator starts, waits for one, and has loaded nearly everything by its second try. The JVM
# writes the cache as it goes down.
train_operator() {
  local log=$work/operator-training.log pid
  CAIRN_JVM_OPTIONS=-XX:AOTCacheOutput=/opt/cairn/aot/operator.aot LANG=C.UTF-8 \
    KUBERNETES_MASTER=http://127.0.0.1:1 QUARKUS_HTTP_PORT=0 QUARKUS_KUBERNETES_CLIENT_REQUEST_RETRY_BACKOFF_LIMIT=0 \
    QUARKUS_OPERATOR_SDK_CACHE_SYNC_TIMEOUT=1S \
    timeout 300 "$here/in-root.sh" "$rootfs" /opt/cairn/bin/operator >"$log" 2>&1 &
  pid=$!
  for _ in $(seq 2400); do
    if ! kill -0 "$pid" 2>/dev/null || grep -q 'cannot start yet, another try in 2 s' "$log"; then break; fi
    sleep 0.1
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
  grep -q 'controller started' "$log" || { echo "images.sh: the operator did not get as far as its controllers:" >&2; tail -20 "$log" >&2; exit 1; }
  [ -s "$rootfs/opt/cairn/aot/operator.aot" ] || { echo "images.sh: the operator's JVM left no AOT cache:" >&2; tail -20 "$log" >&2; exit 1; }
}

operator() {
  local app=$root/operator/target/quarkus-app out=$root/operator/target/operator-image.tar
  [ -f "$app/quarkus-run.jar" ] || { echo "image: no operator was built, skipped"; return; }
  if fresh "$out" "$app/quarkus-run.jar" "$app"/app/*.jar "$app/quarkus-app-dependencies.txt" "$here"/*.*; then return; fi
  echo "image: operator"
  rm -rf "$work/operator" "$work/operator-aot" "$rootfs"
  mkdir -p "$work/operator/bin" "$work/operator-aot"
  cp -a "$app" "$work/operator/operator"
  install -m 0755 "$here/operator.sh" "$work/operator/bin/operator"
  find "$work/operator" -exec touch -h -d @1767225600 {} +
  echo "image: training the operator's AOT cache"
  assemble "$work/operator"
  train_operator
  mv "$rootfs/opt/cairn/aot/operator.aot" "$work/operator-aot/operator.aot"
  rm -rf "$rootfs"
  python3 "$here/oci.py" "$out" "localhost/cairn/operator:$tag" "$here/operator-config.json" \
    "$work/base" "$work/jre=/opt/cairn/jre" "$work/operator=/opt/cairn" "$work/operator-aot=/opt/cairn/aot"
  made "$out"
}

mkdir -p "$work"
ground
node
operator
