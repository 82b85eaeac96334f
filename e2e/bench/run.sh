#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh bench|recovery|catchup [options]: a benchmark, see there. Only ratios mean something: absolute figures are this
# machine's and this hour's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec python3 "e2e/bench/${1:?bench, recovery or catchup}.py" "${@:2}"
