#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Takes the local Kubernetes down: ends exactly what up.sh started and puts the machine back as it was. A step that fails
# does not keep the others from theirs; it is tried again, and what is left at the end is said. Run it again then: what up.sh
# noted about the machine stays until all is done.
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
end_node_servers() {
  stop kubelet # first, or it would start the pods again
  stop containerd
}

step "node: kubelet, containerd" attempt end_node_servers
step "pods" attempt end_pods
step "mounts" attempt stop mount-namespace # after the pods, the last ones in it: its mounts go too
step "control plane" attempt end_host_processes
step "network links" attempt remove_links
step "firewall" attempt clean_firewall
step "sysctls" attempt restore_sysctls
step "directories" attempt restore_directories
step "cgroups" attempt remove_cgroups
say_what_is_left
step "files" remove_files
printf '%4d s  down; logs of the last run: %s\n' "$SECONDS" "$state/logs"
