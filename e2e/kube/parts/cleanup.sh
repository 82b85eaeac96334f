# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by down.sh. Ends what `up` started and puts back what parts/machine.sh noted.

# A pod's processes are those in the kubelet's cgroups; their shims name our socket on their command line.
pod_processes() {
  local directory
  for directory in /sys/fs/cgroup/*/kubepods /sys/fs/cgroup/kubepods; do
    if [ -d "$directory" ]; then find "$directory" -name cgroup.procs -exec cat {} +; fi
  done | sort -un
}
shim_processes() {
  pgrep -f -- "^[^ ]*containerd-shim-runc-v2 .*-address $containerd_socket( |$)" || true
}

none_left() { [ -z "$("$1")" ] || { echo "still there: $("$1" | tr '\n' ' ')"; return 1; }; }

end_pods() {
  local pid
  for pid in $(pod_processes); do kill -KILL "$pid" 2>/dev/null || true; done
  wait_until "the pods' processes to end" 20 none_left pod_processes
  for pid in $(shim_processes); do kill -KILL "$pid" 2>/dev/null || true; done
  wait_until "the pods' shims to end" 20 none_left shim_processes
}

remove_links() {
  local link
  for link in $(ip -o link show master "$bridge" 2>/dev/null | sed -E 's/^[0-9]+: ([^:@]+).*/\1/'); do
    ip link delete "$link" 2>/dev/null || true # it goes by itself with its pod's network namespace
  done
  if ip link show dev "$bridge" >/dev/null 2>&1; then ip link delete "$bridge"; fi
}

# kube-proxy's clean-up leaves the chain it shares with the kubelet, and the network plugins leave theirs when their
# pods are killed: drop every rule that jumps to a chain of either, then the chains.
remove_chains_of_cluster() {
  local family table chain handle
  nft list tables | while read -r _ family table; do
    rules_into_cluster "$family" "$table" | while read -r chain handle; do
      nft delete rule "$family" "$table" "$chain" handle "$handle"
    done
    for chain in $(chains_of_cluster "$family" "$table"); do nft flush chain "$family" "$table" "$chain"; done
    for chain in $(chains_of_cluster "$family" "$table"); do nft delete chain "$family" "$table" "$chain"; done
  done
}
# nft warns on standard error that such tables are iptables-nft's; they are, and these chains go with the cluster.
chains_of_cluster() { # family, table
  nft list table "$1" "$2" 2>/dev/null | awk '$1 == "chain" && $2 ~ /^(KUBE|CNI)-/ { print $2 }'
}
rules_into_cluster() { # family, table; prints chain and handle
  nft -a list table "$1" "$2" 2>/dev/null |
    awk '$1 == "chain" { chain = $2 } / (jump|goto) (KUBE|CNI)-/ { print chain, $NF }'
}

# An empty table would still keep connection tracking on for all traffic of the machine.
remove_empty_tables() {
  local table
  nft list tables | while read -r table; do
    grep -qxF "$table" "$state/before/firewall-tables" && continue
    if [ -z "$(nft list "$table" 2>/dev/null | sed -n '/^\t\t/{/^\t\ttype /!p}')" ]; then nft delete "$table"; fi
  done
}

clean_firewall() {
  "$tools/kube-proxy" --cleanup >>"$state/logs/kube-proxy-cleanup.log" 2>&1 ||
    { echo "kube-proxy --cleanup failed: $(tail -n 3 "$state/logs/kube-proxy-cleanup.log")" >&2; return 1; }
  remove_chains_of_cluster
  remove_empty_tables
}

restore_sysctls() { sysctl -qp "$state/before/sysctls"; }

# The mount points that up.sh made, empty on the machine. One that others have put something into is theirs by now, and
# one that is busy does not keep the next: `ip netns` mounts /run/netns on itself and leaves it so behind its last name.
restore_directories() {
  local directory failed=0
  while read -r directory; do
    [ -d "$directory" ] || continue
    if [ -n "$(ls -A "$directory")" ]; then
      echo "         $directory is used by others: it stays"
      continue
    fi
    while mountpoint -q "$directory" && umount "$directory"; do :; done
    rmdir "$directory" || failed=1
  done <"$state/before/missing-directories"
  return "$failed"
}

remove_cgroups() {
  local directory
  for directory in /sys/fs/cgroup/*/kubepods /sys/fs/cgroup/kubepods; do
    if [ -d "$directory" ]; then find "$directory" -depth -type d -exec rmdir {} +; fi
  done
}

# The logs stay until the next `up`, for whoever asks why.
remove_files() {
  find "$state" -mindepth 1 -maxdepth 1 ! -name logs ! -name lock -exec rm -rf {} +
}
