#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the Go programs of tools.list that the cache lacks: build.sh [name…] (no name: all marked `always`).
# Each lands in <cache>/tools/<link>-<version>-<Go version>/ and gets a link in <cache>/bin/. With all there it prints nothing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${CAIRN_CACHE:-$HOME/.cache/cairn}
export GOTOOLCHAIN=local CGO_ENABLED=0

# shellcheck source=e2e/tools/find-go.sh
. "$here/find-go.sh"

declared_version() { # folder, module
  awk -v module="$2" '$1 == "require" { $1 = $2; $2 = $3 } $1 == module && $2 ~ /^v/ { print $2; exit }' "$here/$1/go.mod"
}

# Kubernetes takes its version from the linker; without it the API server calls itself v0.0.0 and clients refuse features.
linker_flags() { # folder, version
  local flags="-s -w"
  if [[ $1 == kubernetes* ]]; then
    local package=k8s.io/component-base/version minor=${2#v1.}
    flags+=" -X $package.gitVersion=$2 -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*} -X $package.gitTreeState=clean"
  fi
  printf '%s' "$flags"
}

# A build is silent for minutes: say every 15 seconds that it still runs.
run_with_ticker() { # label, command…
  local label=$1 begin=$SECONDS
  shift
  "$@" &
  local pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    for _ in $(seq 15); do sleep 1; kill -0 "$pid" 2>/dev/null || break; done
    kill -0 "$pid" 2>/dev/null && printf '  %-24s building, %4d s\n' "$label" $((SECONDS - begin))
  done
  wait "$pid"
}

build_one() { # link, folder, package, module
  local link=$1 folder=$2 package=$3 module=$4 version target
  version=$(declared_version "$folder" "$module")
  [ -n "$version" ] || { echo "e2e/tools/$folder/go.mod does not require $module" >&2; return 1; }
  target=$cache/tools/$link-$version-$go_version/$link
  mkdir -p "$cache/bin" "${target%/*}"
  (
    flock 9 # two builds of one tool at once: the second waits and finds it done
    if [ ! -x "$target" ]; then
      local begin=$SECONDS
      cd "$here/$folder"
      run_with_ticker "$link" nice "$go" build -trimpath -ldflags "$(linker_flags "$folder" "$version")" -o "$target.part" "$package"
      mv "$target.part" "$target"
      printf '  %-24s %s built in %d s\n' "$link" "$version" $((SECONDS - begin))
    fi
  ) 9>"${target%/*}/lock"
  ln -sfn "$target" "$cache/bin/$link"
}

known=" "
while read -r link folder package module when; do
  case $link in '' | '#'*) continue ;; esac
  known+="$link "
  if [ $# -eq 0 ]; then
    [ "$when" = always ] || continue
  else
    [[ " $* " == *" $link "* ]] || continue
  fi
  build_one "$link" "$folder" "$package" "$module" </dev/null
done <"$here/tools.list"

for name in "$@"; do
  [[ $known == *" $name "* ]] || { echo "e2e/tools/build.sh: no tool named '$name'; tools.list has:$known" >&2; exit 2; }
done
