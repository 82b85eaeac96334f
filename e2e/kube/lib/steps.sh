# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. Prints each step with the time since the start, and waits visibly.

# Runs a function as a named step: "  12 s  kubelet".
step() { # label, function
  printf '%4d s  %s\n' "$SECONDS" "$1"
  "$2"
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
