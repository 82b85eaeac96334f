#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What `make test` runs, stage after stage, with the time of each; stops at the first failure and at the time limit.
# The last line counts stages. TEST_STAGES names those that are wanted (verify unit build raft-scripts processes compare
# etcdctl apiserver operator scenes), TEST_SCENES the scenes that are played. Each stage's output stays in target/test-logs/.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

limit_seconds=${TEST_LIMIT_SECONDS:-4500}
stages=${TEST_STAGES:-all}
logs=target/test-logs
mkdir -p "$logs"
summary=()
passed=0
failed=0
# As the Makefile calls it: what a stage packages names its commit.
read -ra maven <<<"$(make -s --no-print-directory maven)"

finish() {
  printf '\n%-28s %8s  %s\n' stage seconds result
  printf '%s\n' "${summary[@]}"
  printf '%-28s %8d  of at most %d\n\n' total "$SECONDS" "$limit_seconds"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
  exit
}

stage() { # name command…
  local name=$1 began=$SECONDS left=$((limit_seconds - SECONDS)) status=0
  shift
  if [ "$left" -le 0 ]; then
    echo "the time limit of $limit_seconds s is reached before stage '$name': see the times below for what took it" >&2
    failed=$((failed + 1))
    finish
  fi
  printf '== %s\n' "$name"
  timeout --foreground --kill-after=30 "$left" "$@" </dev/null > >(tee "$logs/$name.log" | progress) 2>&1 || status=$?
  local took=$((SECONDS - began))
  if [ "$status" = 0 ]; then
    passed=$((passed + 1))
    summary+=("$(printf '%-28s %8d  passed' "$name" "$took")")
    return
  fi
  failed=$((failed + 1))
  summary+=("$(printf '%-28s %8d  FAILED (%s)' "$name" "$took" "$status")")
  [ "$status" != 124 ] || echo "stage '$name' was stopped: the time limit of $limit_seconds s is reached" >&2
  echo "-- the end of $logs/$name.log:" >&2
  tail -n 60 "$logs/$name.log" >&2
  finish
}

# Of a stage's output only what a person waits for: results, a line per comparison, test class and step of a scene.
progress() {
  grep --line-buffered -E '^(==|--|rounds? |VIOLATION|\[(INFO|ERROR)\].*Tests run:|\[(INFO|ERROR)\] (Building|BUILD)|[0-9]+/[0-9]+|scene|ok |FAIL|PASS|compare|etcd|apiserver|up:|down:| *[0-9]+ s  )' || true
}

wanted() { # stage
  [ "$stages" = all ] || [[ " $stages " == *" $1 "* ]]
}

wanted verify && stage verify make verify
wanted unit && stage unit "${maven[@]}" test
if wanted build; then
  stage build make build
  stage chart e2e/chart-test.sh
  stage down-steps e2e/kube/down-test.sh
fi
if wanted raft-scripts && { [ -n "${RAFT_TESTDATA:-}" ] || compgen -G "../*/raft-testdata" >/dev/null; }; then
  stage raft-scripts make raft-scripts
fi
wanted processes && stage processes "${maven[@]}" -pl testkit,etcd-node verify -DskipUnitTests=true
if wanted processes; then
  stage crash-test make crash-test ROUNDS=5
  stage powercut-test make powercut-test ROUNDS=5
fi
wanted compare && stage compare e2e/compare/run.sh
wanted compare && stage compare-3.6 e2e/compare/run.sh 3.6
wanted etcdctl && stage etcdctl e2e/play.sh EtcdctlIT
wanted apiserver && stage apiserver e2e/play.sh ApiserverIT
# Without the operator halted at each side effect of the long ways: make halts.
wanted operator && stage operator "${maven[@]}" -pl testkit,crds,operator verify -DskipUnitTests=true -DexcludedGroups=halts
if wanted scenes; then
  stage image make image
  stage up e2e/up.sh
  trap e2e/down.sh EXIT
  for scene in ${TEST_SCENES-$(e2e/scenes/run.sh list-ci)}; do
    stage "scene-$scene" e2e/scenes/run.sh "$scene"
  done
  trap - EXIT
  stage down e2e/down.sh
fi
finish
