#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Shows that the local Kubernetes really runs pods: volume, DNS, ClusterIP, logs, exec, port-forward, and a volume that
# outlives its pod. Needs a cluster that is up; leaves nothing in it.
set -euo pipefail
SECONDS=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/settings.sh"
. "$here/lib/steps.sh"
export KUBECONFIG=$kubeconfig
namespace=smoke-$$
work=$(mktemp -d)
forward=

clean_up() {
  [ -z "$forward" ] || kill "$forward" 2>/dev/null || true
  "$tools/kubectl" delete namespace "$namespace" --timeout=60s >/dev/null || true
  rm -r "$work"
}
k() { "$tools/kubectl" -n "$namespace" "$@"; }
in_client() { k exec client -- "$@"; }
fetch() { in_client timeout 5 wget -qO- "$1"; }
expect() { # what, expected, actual
  [ "$2" = "$3" ] || { printf 'FAILED: %s: expected "%s", got "%s"\n' "$1" "$2" "$3" >&2; exit 1; }
  printf '%4d s  %s: %s\n' "$SECONDS" "$1" "$3"
}
responds_over_forward() { curl -sf "http://127.0.0.1:$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\).*/\1/p' "$work/forward")/"; }

k create namespace "$namespace" >/dev/null
trap clean_up EXIT
k apply -f "$here/manifests/smoke.yaml" >/dev/null
ready() { wait_until "the pods to be ready" 90 k wait --for=condition=Ready pod/web pod/client --timeout=1s; }

ready
expect "claim" Bound "$(k get pvc page -o jsonpath='{.status.phase}')"
expect "logs" "start 1" "$(k logs web)"
expect "exec" web "$(k exec web -- hostname)"
wait_until "the Service to lead to the pod" 20 fetch http://web/
cluster_ip=$(k get service web -o jsonpath='{.spec.clusterIP}')
expect "Service by short name, from a pod" 1 "$(fetch http://web/)"
expect "Service by full name, from a pod" 1 "$(fetch "http://web.$namespace.svc.cluster.local/")"
expect "ClusterIP, from a pod" 1 "$(fetch "http://$cluster_ip/")"
expect "ClusterIP, from the host" 1 "$(curl -sf --max-time 5 "http://$cluster_ip/")"
expect "unknown name" refused "$(in_client nslookup nobody.default.svc.cluster.local >/dev/null 2>&1 || echo refused)"
expect "API server by name, from a pod" "400 Bad Request" "$(fetch http://kubernetes.default:443/ 2>&1 | sed -n 's/.*HTTP[^ ]* \(400.*\)/\1/p')"

k port-forward pod/web :8080 >"$work/forward" 2>&1 &
forward=$!
wait_until "port-forward" 20 responds_over_forward
expect "port-forward" 1 "$(responds_over_forward)"

k delete pod web >/dev/null
k apply -f "$here/manifests/smoke.yaml" >/dev/null
ready
# Ready is known to the API server a moment before kube-proxy has the new address.
wait_until "the Service to lead to the new pod" 20 fetch http://web/
expect "the volume outlives its pod: starts counted" 2 "$(fetch http://web/)"
