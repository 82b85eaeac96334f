#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What `make down` does when something cannot be taken down: the other steps are done all the same, what failed is tried
# again and said, and the exit code tells. Needs no Kubernetes; mounts, as root, in a mount namespace of its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "${1:-}" != inside ]; then
  namespace=(--mount --propagation private)
  [ "$(id -u)" = 0 ] || namespace+=(--user --map-root-user)
  exec unshare "${namespace[@]}" "$0" inside
fi
. "$here/lib/steps.sh"
. "$here/parts/cleanup.sh"
work=$(mktemp -d)
trap 'umount "$work"/* 2>/dev/null || true; rm -rf "$work"' EXIT
state=$work/state
mkdir -p "$state/before"

fail() { echo "FAILED: $*" >&2; exit 1; }

directories_that_are_busy_do_not_keep_the_others() {
  mkdir "$work"/{bound,used,last}
  mount --bind "$work/bound" "$work/bound"
  echo "somebody's" >"$work/used/name"
  printf '%s\n' "$work/gone" "$work/bound" "$work/used" "$work/last" >"$state/before/missing-directories"
  restore_directories >"$work/said"
  [ ! -e "$work/bound" ] || fail "a directory that is mounted on itself stays"
  [ ! -e "$work/last" ] || fail "the directory behind the others stays"
  [ -e "$work/used/name" ] || fail "what others use was taken away"
  grep -q "$work/used is used by others" "$work/said" || fail "a directory that stays is not named"
  restore_directories >/dev/null || fail "a second time is not the same"
}

flaky() { echo x >>"$work/tries"; [ "$(wc -l <"$work/tries")" = 2 ]; }
busy() { echo "busy: $1"; false; echo "not reached"; }
a_step_is_tried_again_and_what_is_left_is_said() {
  attempt flaky
  (say_what_is_left) || fail "something is left of a step that worked the second time"
  attempt busy /run/x >/dev/null
  attempt touch "$work/afterwards"
  [ -e "$work/afterwards" ] || fail "the step behind a failed one was not done"
  if (say_what_is_left) >"$work/said" 2>&1; then fail "what is left does not show in the exit code"; fi
  grep -q "busy /run/x: busy: /run/x" "$work/said" || fail "what is left is not named: $(cat "$work/said")"
  ! grep -q "not reached" "$work/said" || fail "a step goes on behind its failure"
}

directories_that_are_busy_do_not_keep_the_others
a_step_is_tried_again_and_what_is_left_is_said
echo "ok   down goes on, tries again, and says what is left"
