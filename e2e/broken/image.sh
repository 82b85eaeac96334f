#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# image.sh ARCHIVE: an etcd that says why it cannot run and ends, as the image localhost/cairn/etcd-broken:1.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
packaging=$here/../../packaging
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin" "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
printf '%s\n' '#!/bin/busybox sh' 'echo "this etcd is broken" >&2' 'exit 1' >"$root/bin/etcd"
chmod 0755 "$root/bin/etcd"
python3 "$packaging/oci.py" "$1" localhost/cairn/etcd-broken:1 "$packaging/node-config.json" "$root"
