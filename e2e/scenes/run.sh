#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plays scenes: run.sh NAME|all|ci [--negative]. A scene is a class of e2e/src/test/java, or a script beside this one. `ci`
# are those that fit its time, and play growth, repair, backup and restore once; `list-ci` names them. With --negative a
# scene breaks what it proves: it passes if it fails at the check that its class, or the script's second line, names.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
ci=(leader-loss scale-under-load backup-restore)
classes=$here/../src/test/java/dev/cairn/e2e/scene
mapfile -t in_java < <(find "$classes" -name '*Scene.java' -printf '%f\n' |
  sed -E 's/Scene\.java$//; s/([a-z])([A-Z])/\1-\2/g; s/.*/\L&/')
mapfile -t in_shell < <(find "$here" -maxdepth 1 -type f -perm -u+x ! -name '*.sh' -printf '%f\n')
mapfile -t all < <(printf '%s\n' "${in_java[@]}" "${in_shell[@]}" | sort)

case ${1:-} in
  list-ci) echo "${ci[@]}"; exit ;;
  all) chosen=("${all[@]}") ;;
  ci) chosen=("${ci[@]}") ;;
  *)
    [[ " ${all[*]} " == *" ${1:-} "* ]] || { echo "usage: run.sh NAME|all|ci [--negative]; the scenes are: ${all[*]}" >&2; exit 2; }
    chosen=("$1")
    ;;
esac

# As the Makefile calls it: with its JDK.
read -ra maven <<<"$(make -s --no-print-directory -C "$root" maven)"
play_class() { # scene, options
  local class
  class=$(sed -E 's/(^|-)([a-z])/\U\2/g' <<<"$1")Scene
  (cd "$root" && "${maven[@]}" -q -pl testkit,crds,e2e verify -DskipUnitTests=true -DskipScenes=false \
    -Dit.test="$class" -Dfailsafe.failIfNoSpecifiedTests=false "${@:2}")
}
control_of_script() { # scene
  local output expected status=0
  expected=$(sed -n '2s/^# fails at: //p' "$here/$1")
  output=$("$here/$1" --negative 2>&1 | tee >(cat >&2); exit "${PIPESTATUS[0]}") || status=$?
  [ "$status" != 0 ] || { echo "the negative control of $1 passed, so it proves nothing" >&2; return 1; }
  grep -q -- "$expected" <<<"$output" || { echo "the negative control of $1 failed, but not at '$expected'" >&2; return 1; }
  echo "the negative control of $1 failed as it must, at '$expected'"
}
play() { # scene, --negative or nothing
  if [ -x "$here/$1" ]; then
    if [ "$2" = --negative ]; then control_of_script "$1"; else "$here/$1"; fi
  elif [ "$2" = --negative ]; then play_class "$1" -Dscene.control=true; else play_class "$1"; fi
}

failed=()
for scene in "${chosen[@]}"; do
  begin=$SECONDS
  echo "== scene $scene ${2:-}"
  play "$scene" "${2:-}"
  status=$?
  result=passed
  [ "$status" = 0 ] || { result=FAILED; failed+=("$scene"); }
  echo "== scene $scene ${2:-} $result in $((SECONDS - begin)) s"
done
[ ${#failed[@]} = 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
