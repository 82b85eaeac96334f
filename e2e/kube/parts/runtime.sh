# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. containerd with runc, the pods' network, and the images every cluster needs.

# A process without CAP_SYS_RESOURCE may not lower oom_score_adj: without restrict_oom_score_adj no pod would start.
# hugetlb is a cgroup controller that small kernels lack.
write_containerd_config() {
  mkdir -p "$state/containerd" "$state/cni"
  cat >"$state/containerd/config.toml" <<END
version = 2
root = "$state/containerd/root"
state = "$state/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "$containerd_socket"
[ttrpc]
  address = "$containerd_socket.ttrpc"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  disable_hugetlb_controller = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
END
  cat >"$state/cni/10-$container_network.conflist" <<END
{"cniVersion": "0.4.0", "name": "$container_network", "plugins": [
  {"type": "bridge", "bridge": "$bridge", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$state/cni-addresses",
            "ranges": [[{"subnet": "$pod_cidr", "gateway": "$node_ip"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
END
}

ctr() { command ctr --address "$containerd_socket" --namespace k8s.io "$@"; }

start_containerd() {
  is_running containerd || write_containerd_config
  start_in_node containerd containerd --config "$state/containerd/config.toml"
  wait_until containerd 60 answers containerd ctr version
}

load_base_images() {
  ctr images list -q | grep -qx localhost/busybox:1 && return
  local work=$state/images
  mkdir -p "$work/pause" "$work/busybox/bin" "$work/busybox/etc" "$work/busybox/tmp"
  gcc -Os -static -o "$work/pause/pause" "$kube_dir/image/pause.c"
  "$kube_dir/image/pack.sh" localhost/pause:1 "$work/pause" "$work/pause.tar" /pause
  cp "$(command -v busybox)" "$work/busybox/bin/busybox"
  local applet
  for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -sf busybox "$work/busybox/bin/$applet"; done
  echo 'root:x:0:0:root:/:/bin/sh' >"$work/busybox/etc/passwd"
  chmod 1777 "$work/busybox/tmp"
  "$kube_dir/image/pack.sh" localhost/busybox:1 "$work/busybox" "$work/busybox.tar" /bin/sh
  ctr images import "$work/pause.tar" >/dev/null
  ctr images import "$work/busybox.tar" >/dev/null
  rm -r "$work"
}
