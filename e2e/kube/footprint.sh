#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints, sorted and without anything that differs from call to call, what a local Kubernetes could leave behind on the
# machine: processes (but its own), mounts, network links, namespaces and routes, non-empty firewall chains, cgroups,
# sysctls. Take it before and after, and diff. FOOTPRINT_IGNORE, a regular expression, drops processes of other work on the
# machine, with all that descend from them: what a cluster leaves behind has no such ancestor, it is a child of process 1.
set -euo pipefail

# Its own: this script's process group's ancestors and descendants. Kernel threads (children of process 2) come and go.
processes() {
  ps -eo pid=,ppid=,args= | awk -v self="$$" -v ignore="${FOOTPRINT_IGNORE:-^\$}" '
    { parent[$1] = $2; pid = $1; $1 = ""; $2 = ""; sub(/^ +/, ""); line[pid] = $0 }
    function below(pid, root) { while (pid > 1) { if (pid == root) return 1; pid = parent[pid] } return 0 }
    function ignored(pid) { while (pid > 1) { if (line[pid] ~ ignore) return 1; pid = parent[pid] } return 0 }
    END {
      for (pid in line) {
        if (pid == 2 || parent[pid] == 2 || below(pid, self) || below(self, pid) || ignored(pid)) continue
        print "process", line[pid]
      }
    }'
}
mounts() { findmnt -rno TARGET,FSTYPE,SOURCE,PROPAGATION | sed 's/^/mount /'; }
links() {
  ip -o link show | sed -E 's/^[0-9]+: ([^:]+):.*/link \1/'
  ip -o addr show | awk '{ print "address", $2, $4 }'
  ip -4 route show | sed 's/^/route /'
  ip netns list 2>/dev/null | sed 's/^/network-namespace /'
}
# Reading the rules this way makes no empty table, as iptables -L would. Its warnings are about tables of iptables-nft.
firewall() {
  nft list ruleset 2>/dev/null | awk '
    $1 == "table" { table = $2 " " $3 }
    $1 == "chain" { chain = $2; rules = 0 }
    /^\t\t/ && $1 != "type" { rules++ }
    /^\t}/ && rules > 0 { print "chain", table, chain; rules = 0 }'
}
cgroups() {
  find /sys/fs/cgroup -maxdepth 3 -type d -name '*kube*' | sed 's/^/cgroup /'
}
sysctls() {
  sysctl net.ipv4.ip_forward fs.inotify.max_user_instances vm.overcommit_memory kernel.panic kernel.panic_on_oops | sed 's/^/sysctl /'
}
directories() {
  find /run /var/lib /var/log /etc -maxdepth 1 -type d | sed 's/^/directory /'
}

{ processes; mounts; links; firewall; cgroups; sysctls; directories; } | sed 's/ *$//' | LC_ALL=C sort -u
