#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The same requests to real etcd and to ours; every field of every answer compared. Prints case by case, ends with 1 on
# a difference that differences.txt does not name. run.sh [3.7|3.6] [group…]; --list names the groups.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export CAIRN_ETCD=${CAIRN_ETCD:-$here/../../bin/etcd}
[ -x "$CAIRN_ETCD" ] || { echo "compare: $CAIRN_ETCD is missing: make build" >&2; exit 2; }
"$here/../tools/build.sh" >/dev/null
exec python3 "$here/compare.py" "$@"
