#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Takes down what up.sh brought up: the EtcdClusters as a user would delete them, then the local Kubernetes.
set -euo pipefail
SECONDS=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/kube/lib/kubectl.sh
. "$here/kube/lib/kubectl.sh"

# One that cannot be deleted any more must not keep Kubernetes up.
delete_clusters() {
  "$tools/kubectl" delete etcdbackups,etcdrestores,etcdclusters --all --all-namespaces --timeout=60s ||
    echo "         not all could be deleted; Kubernetes goes all the same"
}

if [ -e "$kubeconfig" ] && k get --raw=/readyz --request-timeout=5s >/dev/null 2>&1; then
  step "EtcdClusters" delete_clusters
fi
exec "$here/kube/down.sh"
