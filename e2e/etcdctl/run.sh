#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Stock etcdctl and etcdutl against three members of ours with mutual TLS, and snapshots both ways between ours and
# stock etcd. run.sh [3.7|3.6]; one line for each check, the last line counts them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CAIRN_BIN=${CAIRN_BIN:-$here/../../bin}
for program in etcd etcdutl; do
  [ -x "$CAIRN_BIN/$program" ] || { echo "etcdctl: $CAIRN_BIN/$program is missing: make build" >&2; exit 2; }
done
"$here/../tools/build.sh" >/dev/null
state=$(mktemp -d -t cairn-etcdctl-XXXXXX)
trap 'rm -rf "$state"' EXIT
# shellcheck source=../kube/parts/certificates.sh
. "$here/../kube/parts/certificates.sh"
make_authority
sign member /CN=member IP:127.0.0.1,DNS:localhost
sign client /CN=client
python3 "$here/main.py" "$state" "$@"
