# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. What the API server keeps its objects in: our own bin/etcd, or real etcd with LOCAL_ETCD=stock.

choose_store() { # prints the program
  local own=$repo_dir/bin/etcd stock=$tools/etcd-3.7
  case ${LOCAL_ETCD:-own} in
    stock) echo "$stock" ;;
    own)
      if [ -x "$own" ]; then
        echo "$own"
      else
        echo "         bin/etcd is not built (make build): real etcd stands in for it" >&2
        echo "$stock"
      fi
      ;;
    *)
      echo "LOCAL_ETCD is '$LOCAL_ETCD': it takes 'stock' (real etcd) or 'own' (bin/etcd, the default)" >&2
      return 2
      ;;
  esac
}

# The two keep their data differently, so a cluster stays with the one it was made on.
start_store() {
  local program made_on=
  if [ -e "$state/store-program" ]; then made_on=$(<"$state/store-program"); fi
  if [ -n "$made_on" ] && [ -z "${LOCAL_ETCD:-}" ]; then program=$made_on; else program=$(choose_store); fi
  if [ -n "$made_on" ] && [ "$program" != "$made_on" ]; then
    echo "this cluster keeps its objects in $made_on, not in $program: take it down first (e2e/kube/down.sh)" >&2
    return 1
  fi
  is_running store && return
  echo "$program" >"$state/store-program"
  echo "         store: $program"
  stop kube-apiserver # one that lost its store retries ever more seldom, up to two minutes apart
  local client_url=https://$node_ip:2379 peer_url=https://$node_ip:2380
  start store "$program" --name=store --data-dir="$state/store" \
    --listen-client-urls="$client_url" --advertise-client-urls="$client_url" \
    --listen-peer-urls="$peer_url" --initial-advertise-peer-urls="$peer_url" --initial-cluster="store=$peer_url" \
    --listen-metrics-urls="http://$node_ip:2381" \
    --cert-file="$state/pki/store.crt" --key-file="$state/pki/store.key" \
    --trusted-ca-file="$state/pki/ca.crt" --client-cert-auth \
    --peer-cert-file="$state/pki/store.crt" --peer-key-file="$state/pki/store.key" \
    --peer-trusted-ca-file="$state/pki/ca.crt" --peer-client-cert-auth
  wait_until "the store" 60 answers store \
    curl -sSf --cacert "$state/pki/ca.crt" --cert "$state/pki/store-client.crt" --key "$state/pki/store-client.key" \
    "$client_url/health"
}
