#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The same local Kubernetes through kind, where Docker runs containers: kind.sh usable | up | down | load TAR [NAME:TAG].
# up.sh, down.sh and load-image.sh choose it by themselves when `docker info` works; CAIRN_KIND=no forbids it.
# Not proven: the machines this is tested on have no Docker daemon, so this path has only been read, never run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/kube/lib/settings.sh
. "$here/lib/settings.sh"
cluster=cairn

case ${1:-} in
  usable) [ "${CAIRN_KIND:-auto}" != no ] && docker info >/dev/null 2>&1 ;;
  up)
    "$repo_dir/e2e/tools/build.sh" kind kubectl
    mkdir -p "$state"
    if ! "$tools/kind" get clusters 2>/dev/null | grep -qx "$cluster"; then
      "$tools/kind" create cluster --name "$cluster" --kubeconfig "$kubeconfig" --wait 120s
    fi
    "$tools/kind" export kubeconfig --name "$cluster" --kubeconfig "$kubeconfig"
    echo "export KUBECONFIG=$kubeconfig"
    ;;
  down) "$tools/kind" delete cluster --name "$cluster" --kubeconfig "$kubeconfig" ;;
  load) "$tools/kind" load image-archive --name "$cluster" "$2" ;;
  *)
    echo "usage: kind.sh usable | up | down | load TAR [NAME:TAG]" >&2
    exit 2
    ;;
esac
