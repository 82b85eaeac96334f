#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# mutant.sh NAME: compiles mutants/NAME.patch and prints a launcher that runs the server with it in front of its jar.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
patch=$here/mutants/$1.patch
if [ ! -f "$patch" ]; then
  echo "no mutant $1; there are: $(cd "$here/mutants" && echo *.patch | sed 's/\.patch//g')" >&2
  exit 1
fi
built=$root/etcd-node/target/home
home=$root/target/process/mutant-$1
rm -rf "$home"
mkdir -p "$home/source" "$home/lib" "$home/bin"
mapfile -t files < <(sed -n 's,^+++ b/,,p' "$patch")
(cd "$root" && cp --parents "${files[@]}" "$home/source")
patch --quiet --directory "$home/source" -p1 <"$patch"
ln -s "$built"/lib/* "$home/lib/"
ln -s "$built/native" "$built/jre" "$home/"
rm "$home/lib/classpath"
(echo ../mutant; cat "$built/lib/classpath") >"$home/lib/classpath"
"$JAVA_HOME/bin/javac" -nowarn -proc:none -d "$home/mutant" -cp "$built/lib/*" \
  "${files[@]/#/$home/source/}" >&2
cp "$built/bin/etcd" "$home/bin/etcd"
echo "$home/bin/etcd"
