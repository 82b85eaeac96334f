#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Real etcd and ours under the same load on the same machine, in turn, PAIRS times; prints medians and ratios.
# Only the ratios mean something: absolute figures are this machine's and this hour's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec python3 e2e/bench/bench.py "$@"
