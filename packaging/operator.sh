#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts the operator. CAIRN_JVM_OPTIONS adds JVM flags; for the rest see launcher.sh.
home=/opt/cairn
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
export LC_ALL=C.UTF-8
if [ -f $home/aot/operator.aot ]; then cache=-XX:AOTCache=$home/aot/operator.aot; else cache=; fi
# shellcheck disable=SC2086 # options are words
exec $home/jre/bin/java -XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
  $cache -Xlog:aot=off -Xlog:cds=off -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=0 \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  ${CAIRN_JVM_OPTIONS:-} -jar $home/operator/quarkus-run.jar "$@"
