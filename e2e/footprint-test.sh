#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `make up` and `make down`, twice: each time three members get ready, each time nothing is left on the machine that was
# not there before, and the second `make up`, which finds everything built, takes less than three minutes. Run it with
# nothing up, on a machine where nothing else starts processes meanwhile, or name those in FOOTPRINT_IGNORE.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/kube/lib/settings.sh"
. "$here/kube/lib/footprint.sh"
footprint=$(mktemp -d)
trap 'rm -r "$footprint"' EXIT
limit_seconds=180

[ ! -e "$kubeconfig" ] || { echo "footprint-test.sh: a local Kubernetes is up: make down" >&2; exit 2; }

expect_three_ready() {
  local roles
  roles=$("$tools/kubectl" --kubeconfig "$kubeconfig" get etcdcluster demo \
    -o jsonpath='{range .status.members[*]}{.role} {.ready}{"\n"}{end}')
  [ "$(grep -c '^Voter true$' <<<"$roles")" = 3 ] || { echo "FAILED: the members are: $roles" >&2; exit 1; }
}
up_and_down() { # which
  local began=$SECONDS
  make --no-print-directory -C "$here/.." up
  took=$((SECONDS - began))
  expect_three_ready
  expect_footprint
  make --no-print-directory -C "$here/.." down
  echo "the $1 make up took $took s"
  expect_no_footprint
}

note_footprint
up_and_down first
up_and_down second
[ "$took" -lt "$limit_seconds" ] || { echo "FAILED: the second make up took $took s, $limit_seconds s are allowed" >&2; exit 1; }
