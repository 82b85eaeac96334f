#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts the operator. CAIRN_JVM_OPTIONS adds JVM flags.
home=/opt/cairn
if [ -f $home/aot/operator.aot ]; then cache=-XX:AOTCache=$home/aot/operator.aot; else cache=; fi
# shellcheck disable=SC2086 # options are words
exec $home/jre/bin/java -XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
  $cache -Xlog:aot=off -Xlog:cds=off -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=0 \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  ${CAIRN_JVM_OPTIONS:-} -jar $home/operator/quarkus-run.jar "$@"
