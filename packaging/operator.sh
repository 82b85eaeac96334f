#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts the operator. CAIRN_JVM_OPTIONS adds JVM flags.
# shellcheck disable=SC2086 # options are words
exec /opt/cairn/jre/bin/java -XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
  -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=0 -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  ${CAIRN_JVM_OPTIONS:-} -jar /opt/cairn/operator/quarkus-run.jar "$@"
