#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Finds or installs what building and testing need: JDK 25, Maven, Go, Debian packages, and the Go tools of tools/.
# Prints only what it does and what is missing; run again, it finds all and is done in a second.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# package:command (or file) that shows it is there.
always=(openssl:openssl curl:curl jq:jq git:git procps:ps patch:patch gcc:gcc libc6-dev:/usr/include/stdlib.h)
node=(containerd:containerd runc:runc containernetworking-plugins:/usr/lib/cni/bridge iptables:iptables nftables:nft
  conntrack:conntrack ipset:ipset ethtool:ethtool socat:socat iproute2:ip util-linux:nsenter
  busybox-static:/usr/share/doc/busybox-static)

missing_packages() {
  local entry
  for entry; do
    command -v "${entry#*:}" >/dev/null 2>&1 || [ -e "${entry#*:}" ] || echo "${entry%%:*}"
  done
}

install_packages() { # package…
  [ $# -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "missing: $*; install them as root (Debian: apt-get install --no-install-recommends $*)" >&2
    exit 1
  fi
  echo "installing Debian packages: $*"
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*jdk*25*; do
    if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q '^javac 25'; then
      echo "$home"
      return
    fi
  done
  echo "JDK 25 is missing: install temurin-25-jdk or openjdk-25-jdk (Debian package names), or set JAVA_HOME to one" >&2
  return 1
}

if "$here/kube/kind.sh" usable; then node=(); fi # Docker runs the node's parts
command -v mvn >/dev/null || always+=(maven:mvn)
# shellcheck disable=SC2046 # one word per package
install_packages $(missing_packages "${always[@]}" ${node[@]+"${node[@]}"})
jdk=$(find_jdk)
. "$here/tools/find-go.sh"
"$here/tools/build.sh"
echo "setup: JDK $jdk; $go_version; Go tools in ${CAIRN_CACHE:-$HOME/.cache/cairn}/bin"
