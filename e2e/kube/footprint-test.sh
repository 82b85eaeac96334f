#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings a local Kubernetes up, runs pods with a volume and a Service in it, takes it down while one of them still
# runs, and fails when anything is on the machine that was not there before. Run it on a machine where nothing else starts processes meanwhile, or name
# those in FOOTPRINT_IGNORE (see footprint.sh).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/settings.sh"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

new_since_before() { # what is listed now and was not before
  "$here/footprint.sh" >"$work/now"
  LC_ALL=C comm -13 "$work/before" "$work/now"
}

# It has a port of the host, so that every network plugin has rules when the cluster goes.
leave_pod_running() {
  local kubectl=("$tools/kubectl" --kubeconfig "$kubeconfig" --namespace default)
  "${kubectl[@]}" apply -f "$here/manifests/left-running.yaml"
  "${kubectl[@]}" wait --for=condition=Ready pod/left-running --timeout=60s
}

"$here/footprint.sh" >"$work/before"
"$here/up.sh"
"$here/smoke-test.sh"
leave_pod_running
new_since_before >"$work/while-up"
for kind in process link chain cgroup; do # otherwise an empty difference below would prove nothing
  grep -q "^$kind " "$work/while-up" || { echo "FAILED: the footprint shows no new $kind while Kubernetes is up" >&2; exit 1; }
done
"$here/down.sh"
new_since_before >"$work/left"
if [ -s "$work/left" ]; then
  echo "FAILED: left behind after down:" >&2
  cat "$work/left" >&2
  exit 1
fi
echo "footprint: $(wc -l <"$work/while-up") new lines while up, none after down"
