#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings a local Kubernetes up, runs pods with a volume and a Service in it, takes it down while one of them still
# runs, and fails when anything is on the machine that was not there before. Run it on a machine where nothing else
# starts processes meanwhile, or name those in FOOTPRINT_IGNORE (see footprint.sh).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/settings.sh"
. "$here/lib/footprint.sh"
footprint=$(mktemp -d)
trap 'rm -r "$footprint"' EXIT

# It has a port of the host, so that every network plugin has rules when the cluster goes.
leave_pod_running() {
  local kubectl=("$tools/kubectl" --kubeconfig "$kubeconfig" --namespace default)
  "${kubectl[@]}" apply -f "$here/manifests/left-running.yaml"
  "${kubectl[@]}" wait --for=condition=Ready pod/left-running --timeout=60s
}

note_footprint
"$here/up.sh"
"$here/smoke-test.sh"
leave_pod_running
expect_footprint
"$here/down.sh"
expect_no_footprint
