#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes bin/etcd, bin/etcdctl, bin/etcdutl and bin/backup-agent of the built jars, with their AOT cache. Does nothing if they are newer.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
target=$root/etcd-node/target
home=$target/home
: "${JAVA_HOME:?must name a JDK 25}"

app=$target/quarkus-app
[ -f "$app/quarkus-run.jar" ] || { echo "launchers.sh: no application in $app: run make build" >&2; exit 1; }
stamp=$(cat "$app"/{quarkus-run.jar,quarkus-app-dependencies.txt,app/*.jar,quarkus/*.jar} "$here"/{node.jvm,launcher.sh,home.py,train.sh,Train.java} | sha256sum | cut -d' ' -f1)-$JAVA_HOME
if [ ! -f "$home/stamp" ] || [ "$(cat "$home/stamp")" != "$stamp" ]; then
  begin=$SECONDS
  echo "launchers: laying out $home"
  rm -rf "$home"
  python3 "$here/home.py" "$app" "$home"
  ln -s "$JAVA_HOME" "$home/jre"
  echo "launchers: training the AOT cache"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  TRAINING_OPTIONS="-XX:AOTCacheOutput=$home/aot/node.aot" \
    "$here/train.sh" "$home/lib" "$work/data" "$home/aot/node.aot" "$home/bin/etcd"
  echo "$stamp" >"$home/stamp"
  echo "launchers: done in $((SECONDS - begin)) s"
fi

mkdir -p "$root/bin"
for command in "$home"/bin/*; do
  name=${command##*/}
  cat >"$root/bin/$name" <<END
#!/bin/sh
exec "\$(dirname "\$(readlink -f "\$0")")/../etcd-node/target/home/bin/$name" "\$@"
END
  chmod +x "$root/bin/$name"
done
