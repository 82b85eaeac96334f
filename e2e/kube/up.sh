#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings up a real Kubernetes of one node on this machine, or mends one that is partly up. On the last line it prints
# how to reach it. LOCAL_ETCD=stock puts real etcd below the API server instead of our own.
set -euo pipefail
SECONDS=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in lib/settings lib/steps lib/processes \
  parts/machine parts/certificates parts/store parts/control-plane parts/runtime parts/node parts/addons; do
  # shellcheck source=/dev/null
  . "$here/$part.sh"
done

if "$here/kind.sh" usable; then exec "$here/kind.sh" up; fi

[ "$(id -u)" = 0 ] || { echo "a local Kubernetes needs root: it makes network links, mounts and cgroups" >&2; exit 2; }
mkdir -p "$state"
exec 9>"$state/lock"
flock 9

# Nothing of it outlives a reboot but files, and those describe processes that are gone.
boot=$(</proc/sys/kernel/random/boot_id)
if [ -e "$state/boot" ] && [ "$(<"$state/boot")" != "$boot" ]; then find "$state" -mindepth 1 -delete; fi
echo "$boot" >"$state/boot"

build_tools() {
  "$repo_dir/e2e/tools/build.sh" etcd-3.7 kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy \
    kubectl coredns local-path-provisioner 9>&-
}
sign_everything() {
  make_certificates
  write_kubeconfigs
}

step "tools" build_tools
step "note what the machine looks like" note_machine
step "certificates" sign_everything
step "network" make_network
step "store" start_store
step "API server" start_api_server
step "controller-manager and scheduler" start_controllers
step "mount namespace of the node" enter_mount_namespace
step "containerd" start_containerd
step "base images" load_base_images
step "kubelet" start_kubelet
step "kube-proxy" start_proxy
step "cluster DNS" start_dns
step "volume provisioner" start_provisioner
step "wait for the node" wait_for_node
printf '%4d s  Kubernetes %s is up\n' "$SECONDS" "$("$tools/kube-apiserver" --version | cut -d' ' -f2)"
echo "export KUBECONFIG=$kubeconfig"
