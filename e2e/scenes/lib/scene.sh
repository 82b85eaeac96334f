# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by each scene. Its frame: the arguments, a namespace of its own that goes at the end, what it says and expects.
# `--negative` makes the scene break what it proves: then it must fail, and at the check its second line names.
scene=$(basename "$0")
negative=no
case ${1:-} in
  '') ;;
  --negative) negative=yes ;;
  *) echo "usage: $scene [--negative]" >&2; exit 2 ;;
esac
SECONDS=0
namespace=$scene
for part in kube cluster; do
  # shellcheck source=/dev/null
  . "$(dirname "${BASH_SOURCE[0]}")/$part.sh"
done
work=$(mktemp -d)
certificates=$work/tls

expect() { # what, expected, actual
  [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
  say "$1: $3"
}

background=()
leave_scene() {
  local status=$? pid
  trap - EXIT
  for pid in "${background[@]}"; do kill "$pid" 2>/dev/null || true; done
  if declare -F tidy_up >/dev/null; then tidy_up || true; fi
  keep_logs
  if [ "$status" != 0 ]; then show_state >&2; fi
  rm -rf "$work"
  k delete etcdcluster --all --timeout=60s >/dev/null 2>&1 || true
  "$tools/kubectl" delete namespace "$namespace" --wait=false >/dev/null 2>&1 || true
  exit "$status"
}
# What the pods of the last run said, for a person to read.
keep_logs() {
  local kept=$state/logs/scenes/$scene pod
  rm -rf "$kept"
  mkdir -p "$kept"
  for pod in $(k get pods -o name 2>/dev/null); do k logs "$pod" >"$kept/${pod#*/}.log" 2>/dev/null || true; done
  "$tools/kubectl" --namespace "$operator_namespace" logs deployment/cairn-operator >"$kept/operator.log" 2>/dev/null || true
  say "the pods' logs: $kept"
}
show_state() {
  echo "--- pods, volumes, events of $namespace"
  k get pods,persistentvolumeclaims -o wide || true
  k get events --sort-by=.lastTimestamp -o custom-columns=WHAT:.involvedObject.name,REASON:.reason,MESSAGE:.message | tail -n 15 || true
}

open_scene() {
  [ -S "$containerd_socket" ] || [ -e "$kubeconfig" ] || fail "no local Kubernetes is up: make up"
  if k get namespace "$namespace" >/dev/null 2>&1; then
    say "waiting for the namespace of an earlier run to go"
    "$tools/kubectl" delete namespace "$namespace" --timeout=90s >/dev/null
  fi
  "$tools/kubectl" create namespace "$namespace" >/dev/null
  trap leave_scene EXIT
}

# A cluster of three, waited for, its certificates at hand, and a pod with etcdctl beside it.
open_cluster() { # name, replicas
  step "EtcdCluster $1" :
  apply_cluster "$1" "$2" </dev/null
  wait_for_members "$1" 300
  fetch_certificates "$1" "$certificates"
}
