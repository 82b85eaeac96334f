#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# train.sh LIB …: runs Train.java with the node's jars in LIB; see there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$here/../testkit/target/classes:$1/*" "$here/Train.java" "${@:2}"
