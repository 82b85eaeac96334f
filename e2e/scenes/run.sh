#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs scenes on the local Kubernetes (make up): run.sh NAME|all|ci [--negative]. `ci` are those that fit its time, and
# play growth, repair, backup and restore once; `list-ci` names them.
# With --negative a scene passes if it fails, and at the check that its second line names.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ci=(leader-loss scale-under-load backup-restore)
mapfile -t all < <(find "$here" -maxdepth 1 -type f -perm -u+x ! -name '*.sh' -printf '%f\n' | sort)

case ${1:-} in
  list-ci) echo "${ci[@]}"; exit ;;
  all) chosen=("${all[@]}") ;;
  ci) chosen=(); for each in "${ci[@]}"; do if [ -x "$here/$each" ]; then chosen+=("$each"); fi; done ;;
  '' | *.sh | */*) echo "usage: run.sh NAME|all|ci [--negative]; the scenes are: ${all[*]}" >&2; exit 2 ;;
  *)
    [ -x "$here/$1" ] || { echo "run.sh: no scene '$1'; there are: ${all[*]}" >&2; exit 2; }
    chosen=("$1")
    ;;
esac

run_negative() { # scene
  local output expected status=0
  expected=$(sed -n '2s/^# fails at: //p' "$here/$1")
  output=$("$here/$1" --negative 2>&1 | tee >(cat >&2); exit "${PIPESTATUS[0]}") || status=$?
  [ "$status" != 0 ] || { echo "the negative control of $1 passed, so it proves nothing" >&2; return 1; }
  grep -q -- "$expected" <<<"$output" || { echo "the negative control of $1 failed, but not at '$expected'" >&2; return 1; }
  echo "the negative control of $1 failed as it must, at '$expected'"
}

failed=()
for scene in "${chosen[@]}"; do
  begin=$SECONDS
  echo "== scene $scene ${2:-}"
  if [ "${2:-}" = --negative ]; then run_negative "$scene"; else "$here/$scene"; fi
  status=$?
  result=passed
  [ "$status" = 0 ] || { result=FAILED; failed+=("$scene"); }
  echo "== scene $scene ${2:-} $result in $((SECONDS - begin)) s"
done
[ ${#failed[@]} = 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
