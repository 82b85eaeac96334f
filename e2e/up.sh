#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A local Kubernetes with the operator and the sample EtcdCluster, waited for until its members are ready. The images
# must be built (make image). LOCAL_ETCD=stock puts real etcd below the API server.
set -euo pipefail
SECONDS=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in kube cluster; do
  # shellcheck source=/dev/null
  . "$here/scenes/lib/$part.sh"
done
name=demo
certificates=$state/clients/$name

images=("$repo_dir/etcd-node/target/etcd-node-image.tar" "$repo_dir/operator/target/operator-image.tar")
for image in "${images[@]}"; do
  [ -r "$image" ] || { echo "up.sh: no image $image: run make image" >&2; exit 2; }
done

load_images() {
  local image
  for image in "${images[@]}"; do
    printf '%4d s    %s\n' "$SECONDS" "$("$here/kube/load-image.sh" "$image" | head -1)"
  done
}
install_operator() {
  "$tools/kubectl" apply --server-side --force-conflicts -k "$repo_dir/manifests" >/dev/null
  local ours
  ours=$(k get crd -o name | grep '\.etcd\.cairn\.dev$')
  # shellcheck disable=SC2086 # one name a word
  k wait --for=condition=Established $ours --timeout=60s >/dev/null
}
operator_runs() { k -n "$operator_namespace" rollout status deployment/cairn-operator --timeout=1s; }
wait_for_operator() { wait_until "the operator's pod" 180 operator_runs; }
apply_sample() { k apply --server-side --force-conflicts -f "$repo_dir/manifests/samples/etcdcluster.yaml" >/dev/null; }
wait_for_sample() { wait_for_members "$name" 300; }

"$here/kube/up.sh" | sed '$d'
step "images" load_images
step "operator" install_operator
step "EtcdCluster $name" apply_sample
step "wait for the operator" wait_for_operator
step "wait for $name" wait_for_sample
fetch_certificates "$name" "$certificates"

say "EtcdCluster $name is ready"
cat <<END

Kubernetes:  export KUBECONFIG=$kubeconfig
             $tools/kubectl get etcdcluster $name
etcd:        $tools/etcdctl-3.7 --endpoints $(client_url "$name") --cacert $certificates/ca.crt --cert $certificates/tls.crt --key $certificates/tls.key endpoint status -w table
in pods:     $(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.etcdServers}')
END
