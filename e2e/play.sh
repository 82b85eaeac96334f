#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# play.sh CLASS [Maven's options]: plays one class of e2e/src/test/java, on what is built and up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# As the Makefile calls it: with its JDK.
read -ra maven <<<"$(make -s --no-print-directory maven)"
exec "${maven[@]}" -q -pl testkit,crds,e2e verify -DskipUnitTests=true -DskipScenes=false \
  -Dit.test="$1" -Dfailsafe.failIfNoSpecifiedTests=false "${@:2}"
