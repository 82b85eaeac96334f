#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command with a directory as its root: in-root.sh ROOT COMMAND…
# As root or, where the kernel allows it, as anybody: in a mount namespace of its own, gone with the command.
set -euo pipefail
root=$1
shift
namespace=(--mount)
[ "$(id -u)" = 0 ] || namespace+=(--user --map-root-user)
# shellcheck disable=SC2016 # for the inner shell
exec unshare "${namespace[@]}" sh -c '
  root=$1; shift
  mount --make-rprivate /
  mount --rbind /proc "$root/proc"
  mount --rbind /dev "$root/dev"
  exec chroot "$root" "$@"' in-root "$root" "$@"
