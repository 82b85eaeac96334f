#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plays scenes: run.sh NAME|all|ci [--negative]. A scene is a class of e2e/src/test/java. `ci` are those that fit its time,
# and play growth, repair, backup and restore once; `list-ci` names them. With --negative a scene breaks what it proves: it
# passes if it fails at the check that its class names.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ci=(leader-loss scale-under-load backup-restore)
classes=$here/../src/test/java/dev/cairn/e2e/scene
mapfile -t all < <(find "$classes" -name '*Scene.java' -printf '%f\n' |
  sed -E 's/Scene\.java$//; s/([a-z])([A-Z])/\1-\2/g; s/.*/\L&/' | sort)

case ${1:-} in
  list-ci) echo "${ci[@]}"; exit ;;
  all) chosen=("${all[@]}") ;;
  ci) chosen=("${ci[@]}") ;;
  *)
    [[ " ${all[*]} " == *" ${1:-} "* ]] || { echo "usage: run.sh NAME|all|ci [--negative]; the scenes are: ${all[*]}" >&2; exit 2; }
    chosen=("$1")
    ;;
esac
case ${2:-} in
  '') control=() ;;
  --negative) control=(-Dscene.control=true) ;;
  *) echo "run.sh: '$2': only --negative goes with a scene" >&2; exit 2 ;;
esac

play() { "$here/../play.sh" "$(sed -E 's/(^|-)([a-z])/\U\2/g' <<<"$1")Scene" "${control[@]}"; }

failed=()
for scene in "${chosen[@]}"; do
  begin=$SECONDS
  echo "== scene $scene ${2:-}"
  result=passed
  play "$scene" || { result=FAILED; failed+=("$scene"); }
  echo "== scene $scene ${2:-} $result in $((SECONDS - begin)) s"
done
[ ${#failed[@]} = 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
