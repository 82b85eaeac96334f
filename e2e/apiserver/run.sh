#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A real kube-apiserver, without nodes, on one member of ours (LOCAL_ETCD=stock: of real etcd, to tell whose fault
# something is). One line for each check; the last line counts them. KEEP_LOGS=directory keeps both logs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CAIRN_BIN=${CAIRN_BIN:-$here/../../bin}
case ${LOCAL_ETCD:-own} in
  own | ours) [ -x "$CAIRN_BIN/etcd" ] || { echo "apiserver: $CAIRN_BIN/etcd is missing: make build" >&2; exit 2; } ;;
  stock) ;;
  *) echo "apiserver: LOCAL_ETCD is '$LOCAL_ETCD': it takes 'own' (the default) or 'stock'" >&2; exit 2 ;;
esac
"$here/../tools/build.sh" >/dev/null
state=$(mktemp -d -t cairn-apiserver-XXXXXX)
trap 'rm -rf "$state"' EXIT
# shellcheck source=../kube/parts/certificates.sh
. "$here/../kube/parts/certificates.sh"
make_authority
sign member /CN=member IP:127.0.0.1,DNS:localhost
sign client /CN=kube-apiserver
sign apiserver /CN=kube-apiserver IP:127.0.0.1,DNS:localhost
sign admin /O=system:masters/CN=admin
openssl genrsa -out "$state/pki/service-accounts.key" 2048 2>/dev/null
PYTHONPATH=$here/../etcdctl python3 "$here/main.py" "$state"
