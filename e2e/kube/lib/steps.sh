# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. Prints each step with the time since the start, and waits visibly.

# Runs a command as a named step: "  12 s  kubelet".
step() { # label, command…
  printf '%4d s  %s\n' "$SECONDS" "$1"
  "${@:2}"
}

# Tries a command three times, a second apart, and goes on whatever comes of it; what it said when it failed for the last
# time is kept in $left. The command runs in a shell of its own that ends at its first failure.
left=()
attempt() { # command…
  local try said status
  for try in 1 2 3; do
    [ "$try" = 1 ] || sleep 1
    set +e
    said=$(set -e; "$@" 2>&1)
    status=$?
    set -e
    [ "$status" != 0 ] || { [ -z "$said" ] || printf '%s\n' "$said"; return 0; }
  done
  left+=("$*: ${said:-ended with $status}")
  printf '         failed, going on: %s\n' "${left[-1]}"
}

say_what_is_left() {
  [ "${#left[@]}" != 0 ] || return 0
  printf '%4d s  not all could be taken down; left:\n' "$SECONDS" >&2
  printf '         %s\n' "${left[@]}" >&2
  echo "         put that right, then run it again" >&2
  exit 1
}

# Tries a command until it succeeds; says every five seconds what it waits for, and at the deadline what was printed last.
wait_until() { # what, deadline in seconds, command…
  local what=$1 deadline=$((SECONDS + $2)) said=$SECONDS begin=$SECONDS answer
  shift 2
  until answer=$("$@" 2>&1); do
    if [ "$SECONDS" -ge "$deadline" ]; then
      printf '%4d s  gave up on %s after %d s; last answer: %s\n' "$SECONDS" "$what" $((SECONDS - begin)) "$answer" >&2
      return 1
    fi
    if [ $((SECONDS - said)) -ge 5 ]; then
      said=$SECONDS
      printf '%4d s    still waiting for %s\n' "$SECONDS" "$what"
    fi
    sleep 0.2
  done
}
