# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. Cluster DNS (CoreDNS) and dynamic volumes (local-path-provisioner), as processes of the host: they need no
# image, and no scene can evict them by accident.

apply_manifest() { # file below manifests/, with @name@ for settings
  sed -e "s|@dns_service_ip@|$dns_service_ip|g" -e "s|@node_ip@|$node_ip|g" "$kube_dir/manifests/$1" |
    kubectl apply -f - >/dev/null
}

# Names of the cluster are not cached, as in kubeadm's default: a new member's name must resolve at once.
write_dns_config() {
  mkdir -p "$state/dns"
  cat >"$state/dns/Corefile" <<END
.:53 {
    bind $node_ip
    errors
    ready $node_ip:8181
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        kubeconfig $state/kubeconfigs/coredns
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 5
    }
    forward . /etc/resolv.conf
    cache 30 {
        disable success cluster.local
        disable denial cluster.local
    }
}
END
}

start_dns() {
  apply_manifest dns.yaml
  is_running coredns || write_dns_config
  start coredns "$tools/coredns" -conf "$state/dns/Corefile"
  wait_until "cluster DNS" 60 answers coredns curl -sSf "http://$node_ip:8181/ready"
}

write_provisioner_config() {
  mkdir -p "$state/provisioner" "$state/volumes"
  cat >"$state/provisioner/config.json" <<END
{"nodePathMap": [{"node": "DEFAULT_PATH_FOR_NON_LISTED_NODES", "paths": ["$state/volumes"]}]}
END
  kubectl -n local-path-storage get configmap local-path-config -o 'jsonpath={.data.helperPod\.yaml}' \
    >"$state/provisioner/helper-pod.yaml"
}

start_provisioner() {
  apply_manifest storage.yaml
  is_running local-path-provisioner || write_provisioner_config
  start local-path-provisioner "$tools/local-path-provisioner" start --kubeconfig "$state/kubeconfigs/provisioner" \
    --config "$state/provisioner/config.json" --helper-pod-file "$state/provisioner/helper-pod.yaml" \
    --helper-image localhost/busybox:1 --namespace local-path-storage --service-account-name default
}
