# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced first by what works on the local Kubernetes. Where it is, kubectl for it, steps.
lib_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/kube/lib/settings.sh
. "$lib_dir/settings.sh"
# shellcheck source=e2e/kube/lib/steps.sh
. "$lib_dir/steps.sh"
export KUBECONFIG=$kubeconfig

k() { "$tools/kubectl" "$@"; }
say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
