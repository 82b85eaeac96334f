# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. One certificate authority for the whole cluster, and what it signs. The keys live and die with the cluster.

make_authority() {
  [ -s "$state/pki/ca.crt" ] && return
  mkdir -p "$state/pki"
  chmod 700 "$state/pki"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=cairn-local-ca \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,digitalSignature,keyCertSign,cRLSign \
    -keyout "$state/pki/ca.key" -out "$state/pki/ca.crt" 2>/dev/null
}

sign() { # file name, subject, alternative names (or nothing: clients only)
  local file=$state/pki/$1 subject=$2 names=${3:-}
  [ -s "$file.crt" ] && return
  {
    echo "keyUsage=critical,digitalSignature"
    echo "extendedKeyUsage=clientAuth,serverAuth"
    [ -z "$names" ] || echo "subjectAltName=$names"
  } >"$file.ext"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "$subject" \
    -keyout "$file.key" -out "$file.csr" 2>/dev/null
  openssl x509 -req -in "$file.csr" -CA "$state/pki/ca.crt" -CAkey "$state/pki/ca.key" -days 365 \
    -set_serial "0x$(openssl rand -hex 8)" -extfile "$file.ext" -out "$file.crt" 2>/dev/null
  rm "$file.csr" "$file.ext"
}

make_certificates() {
  make_authority
  sign store /CN=store "IP:$node_ip,DNS:localhost"
  sign store-client /CN=kube-apiserver
  sign apiserver /CN=kube-apiserver "IP:$node_ip,IP:$api_service_ip,IP:127.0.0.1,DNS:localhost,DNS:kubernetes,\
DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  sign apiserver-to-kubelet /O=system:masters/CN=kube-apiserver
  sign kubelet-server "/CN=$node_name" "IP:$node_ip,DNS:$node_name"
  sign admin /O=system:masters/CN=admin
  sign controller-manager /CN=system:kube-controller-manager
  sign scheduler /CN=system:kube-scheduler
  sign kubelet "/O=system:nodes/CN=system:node:$node_name"
  sign proxy /CN=system:kube-proxy
  # Host processes of this test cluster; a rule set of their own would only be one more thing to keep up to date.
  sign coredns /O=system:masters/CN=coredns
  sign provisioner /O=system:masters/CN=local-path-provisioner
  [ -s "$state/pki/service-accounts.key" ] || openssl genrsa -out "$state/pki/service-accounts.key" 2048 2>/dev/null
}

write_kubeconfig() { # file, name of the client certificate
  [ -s "$1" ] && return
  (
    umask 077
    cat >"$1" <<END
apiVersion: v1
kind: Config
current-context: cairn
clusters:
- name: cairn
  cluster:
    server: $api_url
    certificate-authority-data: $(base64 -w0 "$state/pki/ca.crt")
contexts:
- name: cairn
  context: {cluster: cairn, user: $2}
users:
- name: $2
  user:
    client-certificate-data: $(base64 -w0 "$state/pki/$2.crt")
    client-key-data: $(base64 -w0 "$state/pki/$2.key")
END
  )
}

write_kubeconfigs() {
  local client
  mkdir -p "$state/kubeconfigs"
  for client in controller-manager scheduler kubelet proxy coredns provisioner; do
    write_kubeconfig "$state/kubeconfigs/$client" "$client"
  done
  write_kubeconfig "$kubeconfig" admin
}
