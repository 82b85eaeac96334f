#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A local Kubernetes with the operator and the sample EtcdCluster, waited for until its members are ready. The images
# must be built (make image). LOCAL_ETCD=stock puts real etcd below the API server.
set -euo pipefail
SECONDS=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/kube/lib/kubectl.sh
. "$here/kube/lib/kubectl.sh"
operator_namespace=cairn-system
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

# Its members as the status tells them, then why it is ready or not.
sample_status='{range .status.members[*]}{.name} {.role}, ready {.ready}; {end}'
sample_status+='{range .status.conditions[?(@.type=="Ready")]}Ready {.status}: {.message}{end}'
wait_for_sample() {
  local deadline=$((SECONDS + 300)) told='' now
  until [[ $told == *"; Ready True: "* ]]; do
    [ "$SECONDS" -lt "$deadline" ] || { echo "up.sh: gave up on EtcdCluster $name: $told" >&2; k get pods,persistentvolumeclaims >&2; exit 1; }
    now=$(k get etcdcluster "$name" -o jsonpath="$sample_status")
    [ "$now" = "$told" ] || say "  $name: $now"
    told=$now
    sleep 0.5
  done
}

# Writes ca.crt, tls.crt and tls.key, for clients.
fetch_certificates() {
  local ca client
  ca=$(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.caSecret}')
  client=$(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.clientSecret}')
  mkdir -p "$certificates"
  chmod 0700 "$certificates"
  (
    umask 077
    k get secret "$ca" -o jsonpath='{.data.ca\.crt}' | base64 -d >"$certificates/ca.crt"
    k get secret "$client" -o jsonpath='{.data.tls\.crt}' | base64 -d >"$certificates/tls.crt"
    k get secret "$client" -o jsonpath='{.data.tls\.key}' | base64 -d >"$certificates/tls.key"
  )
}

"$here/kube/up.sh" | sed '$d'
step "images" load_images
step "operator" install_operator
step "EtcdCluster $name" apply_sample
step "wait for the operator" wait_for_operator
step "wait for $name" wait_for_sample
fetch_certificates

say "EtcdCluster $name is ready"
cat <<END

Kubernetes:  export KUBECONFIG=$kubeconfig
             $tools/kubectl get etcdcluster $name
etcd:        $tools/etcdctl-3.7 --endpoints $(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.etcdServersByIp}') --cacert $certificates/ca.crt --cert $certificates/tls.crt --key $certificates/tls.key endpoint status -w table
in pods:     $(k get etcdcluster "$name" -o jsonpath='{.status.endpoints.etcdServers}')
END
