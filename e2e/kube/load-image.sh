#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings an image from a tar file (OCI layout or docker save) into the local Kubernetes: load-image.sh TAR [NAME:TAG].
# NAME:TAG is for an OCI archive whose index does not name its image. Pods use it with imagePullPolicy Never or IfNotPresent.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/kube/lib/settings.sh
. "$here/lib/settings.sh"

[ $# = 1 ] || [ $# = 2 ] || { echo "usage: load-image.sh TAR [NAME:TAG]" >&2; exit 2; }
[ -r "$1" ] || { echo "load-image.sh: cannot read image file '$1'" >&2; exit 2; }
if "$here/kind.sh" usable; then exec "$here/kind.sh" load "$@"; fi
[ -S "$containerd_socket" ] || { echo "load-image.sh: no local Kubernetes is up below $state (e2e/kube/up.sh)" >&2; exit 1; }

loaded=$(ctr --address "$containerd_socket" --namespace k8s.io images import ${2:+--index-name "$2"} "$1" 2>&1) ||
  { echo "load-image.sh: '$1' is no image archive that containerd takes: $loaded" >&2; exit 1; }
[ -n "$loaded" ] || { echo "load-image.sh: '$1' names no image: give NAME:TAG as the second argument" >&2; exit 1; }
echo "$loaded"
