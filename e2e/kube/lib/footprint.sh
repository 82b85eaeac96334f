# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. What the machine holds now and did not before, by footprint.sh; needs $footprint, a directory of its caller's.
footprint_script=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/footprint.sh

note_footprint() { "$footprint_script" >"$footprint/before"; }
new_since_before() {
  "$footprint_script" >"$footprint/now"
  LC_ALL=C comm -13 "$footprint/before" "$footprint/now"
}

# While Kubernetes is up there must be something of each kind: otherwise an empty difference after it would prove nothing.
expect_footprint() {
  new_since_before >"$footprint/while-up"
  local kind
  for kind in process link chain cgroup; do
    grep -q "^$kind " "$footprint/while-up" || { echo "FAILED: the footprint shows no new $kind while Kubernetes is up" >&2; exit 1; }
  done
}

expect_no_footprint() {
  new_since_before >"$footprint/left"
  if [ -s "$footprint/left" ]; then
    echo "FAILED: left behind after down:" >&2
    cat "$footprint/left" >&2
    exit 1
  fi
  echo "footprint: $(wc -l <"$footprint/while-up") new lines while up, none after down"
}
