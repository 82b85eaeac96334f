# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that need Go. Sets go (the command) and go_version (such as go1.26.8), or ends with what to install.
needed_go=$(awk '$1 == "go" { print $2; exit }' "$(dirname "${BASH_SOURCE[0]}")/etcd-3.7/go.mod")
go=
for candidate in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go; do
  [ -x "$candidate" ] || continue
  go_version=$(GOTOOLCHAIN=local "$candidate" env GOVERSION)
  if printf 'go%s\n%s\n' "$needed_go" "$go_version" | sort -CV; then go=$candidate; break; fi
done
if [ -z "$go" ]; then
  echo "Go $needed_go or newer is missing (found: ${go_version:-none}): install it and put it on PATH, or below /usr/local/go" >&2
  exit 1
fi
