# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. What the cluster changes on the machine, noted below <state>/before first, so that `down` can put it back:
# sysctls, the bridge, and a mount namespace in which containerd, the kubelet and every pod live.

# Set by ourselves, by the kubelet (vm, kernel), by the bridge plugin and by kube-proxy (net).
touched_sysctls=(
  net.ipv4.ip_forward net.ipv4.conf.all.route_localnet fs.inotify.max_user_instances
  vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes
  net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_tcp_be_liberal
  net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_timeout_close_wait
)

# Directories whose place containerd, its shims or the kubelet do not let us choose. In the node's mount namespace
# each is an empty one of our own; on the machine only the empty mount point shows.
node_private_directories=(/run/containerd /run/mount /run/netns /var/lib/cni /var/lib/kubelet /var/log/containers)

note_machine() {
  [ -d "$state/before" ] && return
  if ip link show dev "$bridge" >/dev/null 2>&1; then
    echo "network link $bridge is there already, and not from $state: another local Kubernetes runs on this machine" >&2
    return 1
  fi
  mkdir -p "$state/before.part"
  local key directory
  for key in "${touched_sysctls[@]}"; do
    if [ -r "/proc/sys/${key//.//}" ]; then echo "$key=$(<"/proc/sys/${key//.//}")"; fi
  done >"$state/before.part/sysctls"
  for directory in "${node_private_directories[@]}"; do
    if [ ! -e "$directory" ]; then echo "$directory"; fi
  done >"$state/before.part/missing-directories"
  nft list tables >"$state/before.part/firewall-tables"
  mv "$state/before.part" "$state/before"
}

make_network() {
  sysctl -qw net.ipv4.ip_forward=1 fs.inotify.max_user_instances=1024
  ip link show dev "$bridge" >/dev/null 2>&1 && return
  ip link add "$bridge" address 02:ca:12:00:00:01 type bridge
  ip addr add "$node_ip/${pod_cidr#*/}" dev "$bridge"
  ip link set "$bridge" up
  # A machine without a default route reaches Services too.
  ip route add "$service_cidr" dev "$bridge" src "$node_ip"
}

# Mounts of pods and of their network namespaces are made in here, so the machine's own mount table never changes,
# its propagation need not be shared, and all of them vanish with the last process.
enter_mount_namespace() {
  is_running mount-namespace && return
  mkdir -p "${node_private_directories[@]}"
  # Private first: what is shared on the machine, everything under systemd, would go on being shared with it.
  # shellcheck disable=SC2016 # the inner shell expands it
  start mount-namespace unshare --mount --propagation private bash -ec '
    mount --make-rshared /
    for directory; do mount -t tmpfs -o mode=755 cairn-node "$directory"; done
    exec sleep infinity' mount-namespace "${node_private_directories[@]}"
  wait_until "the mount namespace" 10 answers mount-namespace \
    grep -q "cairn-node ${node_private_directories[-1]} " "/proc/$(pid_of mount-namespace)/mounts"
}

start_in_node() { # name, command…
  local name=$1
  shift
  start "$name" nsenter --mount --target "$(pid_of mount-namespace)" -- "$@"
}
