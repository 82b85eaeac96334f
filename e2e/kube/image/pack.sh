#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Packs a directory as an image tarball of one layer: pack.sh NAME:TAG DIRECTORY OUT.tar ENTRYPOINT…
set -euo pipefail
[ $# -ge 4 ] || { echo "usage: pack.sh NAME:TAG DIRECTORY OUT.tar ENTRYPOINT…" >&2; exit 2; }
name=$1 directory=$2 out=$3
shift 3

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
deterministic=(--sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner)
tar "${deterministic[@]}" -C "$directory" -cf "$work/layer.tar" .
architecture=$(uname -m)
case $architecture in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; esac
entrypoint=$(printf '"%s",' "$@")
cat >"$work/config.json" <<END
{"architecture": "$architecture", "os": "linux",
 "config": {"Entrypoint": [${entrypoint%,}], "Env": ["PATH=/bin"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha256sum "$work/layer.tar" | cut -d' ' -f1)"]}}
END
echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$name\"], \"Layers\": [\"layer.tar\"]}]" >"$work/manifest.json"
tar "${deterministic[@]}" -C "$work" -cf "$out" manifest.json config.json layer.tar
