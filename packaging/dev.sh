#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# dev.sh [flags of etcd]: one member under `quarkus:dev`: change code, press s, and it runs again with the change, on the
# data it had. The plugin's dev goal wants Maven 3.9; where the installed one is older, that comes from Maven's own
# repository, into target/.
set -euo pipefail
root=$(dirname "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)")
cd "$root"
maven_version=3.9.11
data=${NODE_DATA:-$root/target/node.etcd}

maven=mvn
if [ "$(printf '%s\n' 3.9 "$(mvn -v | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p')" | sort -V | head -1)" != 3.9 ]; then
  home=$root/target/maven/apache-maven-$maven_version
  if [ ! -x "$home/bin/mvn" ]; then
    echo "dev.sh: the installed Maven is older than 3.9; fetching $maven_version" >&2
    mvn -B -ntp -q -N org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
      -Dartifact=org.apache.maven:apache-maven:$maven_version:zip:bin -DoutputDirectory="$root/target/maven"
    chmod +x "$home/bin/mvn"
  fi
  maven=$home/bin/mvn
fi
# Without colour and in place of a shell, so that the terminal's keys reach the plugin.
exec "$maven" -ntp -q -pl testkit,etcd-node compile quarkus:dev -Dquarkus.analytics.disabled=true \
  -Djvm.args="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
  -Dquarkus.args="--data-dir=$data $*"
