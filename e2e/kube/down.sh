#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Takes the local Kubernetes down: ends exactly what up.sh started and puts the machine back as it was.
set -euo pipefail
SECONDS=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in lib/settings lib/steps lib/processes parts/cleanup; do
  # shellcheck source=/dev/null
  . "$here/$part.sh"
done

if "$here/kind.sh" usable; then exec "$here/kind.sh" down; fi
if [ ! -d "$state/before" ]; then
  echo "no local Kubernetes is up below $state"
  exit 0
fi
exec 9>"$state/lock"
flock 9

end_host_processes() {
  stop local-path-provisioner coredns kube-proxy kube-scheduler kube-controller-manager
  stop kube-apiserver # later: the others say good-bye to it
  stop store
}
end_node() {
  stop kubelet # first, or it would start the pods again
  stop containerd
  end_pods
  stop mount-namespace # the last one in it: its mounts go too
}

step "node: kubelet, containerd, pods, mounts" end_node
step "control plane" end_host_processes
step "network links" remove_links
step "firewall" clean_firewall
step "sysctls, directories, cgroups" restore_machine
step "files" remove_files
printf '%4d s  down; logs of the last run: %s\n' "$SECONDS" "$state/logs"
