#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts MAIN_CLASS in the home directory around this file. CAIRN_JVM_OPTIONS adds JVM flags. The variables that every JVM
# reads are left out: they are for other programs, and the JVM would announce them before our first line. Words and file
# names are UTF-8 whatever the caller's locale, from which the JVM would take their encoding.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
export LC_ALL=C.UTF-8
case $0 in
  /*) home=${0%/bin/*} ;;
  *) home=$(cd "${0%/*}/.." && pwd) ;;
esac
[ -x "$home/jre/bin/java" ] || { echo "$0: no Java runtime at $home/jre: build again" >&2; exit 1; }
while read -r jar; do classpath=${classpath:+$classpath:}$home/lib/$jar; done <"$home/lib/classpath"
if [ -f "$home/aot/AOT_CACHE" ]; then cache=-XX:AOTCache=$home/aot/AOT_CACHE; else cache=; fi
# shellcheck disable=SC2086 # flags are words
exec "$home/jre/bin/java" "@$home/lib/jvm.flags" JVM_FLAGS $cache -Xlog:aot=off -Xlog:cds=off "-Djava.library.path=$home/native" \
  ${CAIRN_JVM_OPTIONS:-} -cp "$classpath" MAIN_CLASS "$@"
