# shellcheck shell=bash disable=SC2034
# SPDX-License-Identifier: Apache-2.0
# Sourced first by every script here: where things are and which addresses the local Kubernetes uses.
kube_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
repo_dir=$(cd "$kube_dir/../.." && pwd)

cache=${CAIRN_CACHE:-$HOME/.cache/cairn}
state=${CAIRN_STATE:-$cache/kube}
tools=$cache/bin
kubeconfig=$state/admin.kubeconfig

# One bridge carries the pods and the node's own address. Every server binds to that address, so nothing is
# reachable from outside the machine, and nothing collides with servers on 127.0.0.1.
bridge=cairn0
node_name=node1
node_ip=10.77.0.1
pod_cidr=10.77.0.0/24
service_cidr=10.96.0.0/16
api_service_ip=10.96.0.1
dns_service_ip=10.96.0.10
api_url=https://$node_ip:6443

containerd_socket=$state/containerd/containerd.sock
container_network=cairn-pods

# A unix socket's path holds 107 bytes; the kubelet appends up to 45 to its directory.
if [ ${#state} -gt 60 ]; then
  echo "CAIRN_STATE is too long for unix sockets below it: '$state' has ${#state} characters, at most 60" >&2
  exit 2
fi
