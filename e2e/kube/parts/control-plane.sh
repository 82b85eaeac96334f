# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. API server, controller-manager and scheduler, as processes of the host.

kubectl() { "$tools/kubectl" --kubeconfig "$kubeconfig" "$@"; }

start_api_server() {
  start kube-apiserver "$tools/kube-apiserver" \
    --bind-address="$node_ip" --advertise-address="$node_ip" --secure-port=6443 \
    --etcd-servers="https://$node_ip:2379" --etcd-cafile="$state/pki/ca.crt" \
    --etcd-certfile="$state/pki/store-client.crt" --etcd-keyfile="$state/pki/store-client.key" \
    --client-ca-file="$state/pki/ca.crt" \
    --tls-cert-file="$state/pki/apiserver.crt" --tls-private-key-file="$state/pki/apiserver.key" \
    --kubelet-certificate-authority="$state/pki/ca.crt" \
    --kubelet-client-certificate="$state/pki/apiserver-to-kubelet.crt" \
    --kubelet-client-key="$state/pki/apiserver-to-kubelet.key" \
    --kubelet-preferred-address-types=InternalIP \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-signing-key-file="$state/pki/service-accounts.key" \
    --service-account-key-file="$state/pki/service-accounts.key" \
    --service-cluster-ip-range="$service_cidr" --authorization-mode=Node,RBAC \
    --enable-admission-plugins=NodeRestriction --allow-privileged=true --profiling=false
  wait_until "the API server" 120 answers kube-apiserver kubectl get --raw=/readyz
}

start_controllers() {
  start kube-controller-manager "$tools/kube-controller-manager" \
    --kubeconfig="$state/kubeconfigs/controller-manager" --bind-address="$node_ip" --leader-elect=false \
    --use-service-account-credentials --root-ca-file="$state/pki/ca.crt" \
    --service-account-private-key-file="$state/pki/service-accounts.key" \
    --cluster-signing-cert-file="$state/pki/ca.crt" --cluster-signing-key-file="$state/pki/ca.key"
  start kube-scheduler "$tools/kube-scheduler" \
    --kubeconfig="$state/kubeconfigs/scheduler" --bind-address="$node_ip" --leader-elect=false
  wait_until "the first service account" 60 answers kube-controller-manager kubectl -n default get serviceaccount default
  wait_until "the scheduler" 60 answers kube-scheduler curl -sSkf "https://$node_ip:10259/healthz"
}
