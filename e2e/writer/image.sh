#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# image.sh ARCHIVE: the writer, and a kill to stop it by, as the image localhost/cairn/writer:1.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/tools/find-go.sh
. "$here/../tools/find-go.sh"
packaging=$here/../../packaging
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin" "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
ln -s busybox "$root/bin/kill"
(cd "$here" && GOTOOLCHAIN=local CGO_ENABLED=0 nice "$go" build -buildvcs=false -trimpath -ldflags '-s -w' -o "$root/bin/writer" .)
python3 "$packaging/oci.py" "$1" localhost/cairn/writer:1 "$packaging/node-config.json" "$root"
