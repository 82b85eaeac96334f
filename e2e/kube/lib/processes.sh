# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced. Starts processes in the background and ends only those it started: a record below <state>/run holds the
# process id and its start time, so that an id the kernel gave to someone else is never signalled.

# Prints nothing for a process that is gone, or dead and only not yet reaped.
start_time_of() { # pid
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" && $1 != "X" { print $20 }'
}

is_running() { # name
  local pid started
  read -r pid started 2>/dev/null <"$state/run/$1.pid" || return 1
  [ -n "$started" ] && [ "$(start_time_of "$pid")" = "$started" ]
}

pid_of() { # name
  cut -d' ' -f1 "$state/run/$1.pid"
}

# Does nothing when it runs already, so that a second `up` mends what is missing and leaves the rest.
start() { # name, command…
  local name=$1
  shift
  is_running "$name" && return
  mkdir -p "$state/run" "$state/logs"
  setsid "$@" >>"$state/logs/$name.log" 2>&1 </dev/null 9>&- &
  echo "$! $(start_time_of $!)" >"$state/run/$name.pid"
}

# A server that dies while it is waited for would otherwise only show as a deadline passed.
answers() { # name, command…
  local name=$1
  shift
  if ! is_running "$name"; then
    echo "$name ended; see $state/logs/$name.log: $(tail -n 3 "$state/logs/$name.log")"
    return 1
  fi
  "$@"
}

# Asks all of them to end, then kills what has not ended five seconds later.
stop() { # name…
  local name deadline=$((SECONDS + 5))
  for name; do
    if is_running "$name"; then kill -TERM "$(pid_of "$name")"; fi
  done
  for name; do
    while is_running "$name" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
    if is_running "$name"; then
      echo "         $name does not end: killed"
      kill -KILL "$(pid_of "$name")"
    fi
    while is_running "$name"; do sleep 0.1; done
    rm -f "$state/run/$name.pid"
  done
}
