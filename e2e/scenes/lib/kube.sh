# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced first. Where the local Kubernetes is, and kubectl for it.
e2e_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=e2e/kube/lib/settings.sh
. "$e2e_dir/kube/lib/settings.sh"
# shellcheck source=e2e/kube/lib/steps.sh
. "$e2e_dir/kube/lib/steps.sh"
export KUBECONFIG=$kubeconfig
operator_namespace=cairn-system
namespace=${namespace:-default}

k() { "$tools/kubectl" --namespace "$namespace" "$@"; }
say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
fail() {
  printf '%4d s  FAILED: %s\n' "$SECONDS" "$*" >&2
  exit 1
}
