# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. The kubelet and kube-proxy of the one node.

# oomScoreAdj 0: a process without CAP_SYS_RESOURCE may not lower it. Image garbage collection is off, since an image
# that was loaded from a file cannot be pulled again, and so is eviction for a full disk of the developer's machine.
write_kubelet_config() {
  mkdir -p "$state/kubelet" "$state/pod-logs"
  cat >"$state/kubelet/config.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_ip
healthzBindAddress: $node_ip
readOnlyPort: 0
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: $state/pki/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: $state/pki/kubelet-server.crt
tlsPrivateKeyFile: $state/pki/kubelet-server.key
containerRuntimeEndpoint: unix://$containerd_socket
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
makeIPTablesUtilChains: false
clusterDNS: [$dns_service_ip]
clusterDomain: cluster.local
resolvConf: /etc/resolv.conf
volumePluginDir: $state/kubelet/volume-plugins
podLogsDir: $state/pod-logs
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%", imagefs.inodesFree: "0%"}
END
}

start_kubelet() {
  is_running kubelet || write_kubelet_config
  start_in_node kubelet "$tools/kubelet" --config="$state/kubelet/config.yaml" \
    --kubeconfig="$state/kubeconfigs/kubelet" --root-dir="$state/kubelet" --cert-dir="$state/pki" \
    --hostname-override="$node_name" --node-ip="$node_ip"
  wait_until "the kubelet" 60 answers kubelet curl -sSf "http://$node_ip:10248/healthz"
}

write_proxy_config() {
  mkdir -p "$state/proxy"
  cat >"$state/proxy/config.yaml" <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $state/kubeconfigs/proxy}
hostnameOverride: $node_name
bindAddress: $node_ip
healthzBindAddress: $node_ip:10256
metricsBindAddress: $node_ip:10249
mode: iptables
iptables: {localhostNodePorts: false, minSyncPeriod: 200ms}
nodePortAddresses: [$node_ip/32]
clusterCIDR: $pod_cidr
oomScoreAdj: 0
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
END
}

start_proxy() {
  is_running kube-proxy || write_proxy_config # it ends when the file changes
  start kube-proxy "$tools/kube-proxy" --config="$state/proxy/config.yaml"
  wait_until kube-proxy 60 answers kube-proxy curl -sSf "http://$node_ip:10256/healthz"
}

wait_for_node() {
  wait_until "the node to be Ready" 120 answers kubelet \
    kubectl wait --for=condition=Ready "node/$node_name" --timeout=1s
}
