#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the images' root: the C libraries that the JVM and RocksDB load, a shell for the launchers, time zones, CA
# certificates and a user, from Debian packages of this machine's release: base.sh DIRECTORY
set -euo pipefail
out=$1
packages=(libc6 libgcc-s1 libstdc++6 zlib1g dash libc-bin tzdata ca-certificates)
cache=${CAIRN_CACHE:-$HOME/.cache/cairn}/debs
mkdir -p "$cache" "$out"/usr/{bin,sbin,lib,lib64}
for each in bin sbin lib lib64; do ln -s "usr/$each" "$out/$each"; done

for package in "${packages[@]}"; do
  version=$(apt-cache policy "$package" | awk '/Candidate:/ { print $2 }')
  [ -n "$version" ] && [ "$version" != "(none)" ] || { echo "base.sh: no package $package is known: run apt-get update" >&2; exit 1; }
  deb=$(find "$cache" -name "${package}_${version//:/%3a}_*.deb" | head -1)
  if [ -z "$deb" ]; then
    echo "base: downloading $package $version"
    (cd "$cache" && apt-get -q -o APT::Sandbox::User=root download "$package=$version" >/dev/null)
    deb=$(find "$cache" -name "${package}_${version//:/%3a}_*.deb" | head -1)
  fi
  dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink --no-same-owner -C "$out"
done

mkdir -p "$out"/etc/ssl/certs "$out"/{dev,proc,sys,tmp,run,home} "$out"/var/lib/etcd
cat "$out"/usr/share/ca-certificates/mozilla/*.crt >"$out/etc/ssl/certs/ca-certificates.crt"
rm -rf "$out"/usr/share/{doc,man,lintian,locale,info,bug,menu,debianutils,ca-certificates} "$out"/usr/share/zoneinfo/{posix,right} \
  "$out"/usr/lib/*/gconv "$out"/usr/lib/*/audit "$out"/usr/sbin/* "$out"/etc/ca-certificates "$out"/usr/share/libc-bin
find "$out/usr/bin" -type f ! -name dash -delete
ln -sf dash "$out/usr/bin/sh"
chmod 1777 "$out/tmp"
chmod 0777 "$out/var/lib/etcd"
printf '%s\n' 'root:x:0:0:root:/:/bin/sh' 'cairn:x:10001:10001:cairn:/home:/bin/sh' >"$out/etc/passwd"
printf '%s\n' 'root:x:0:' 'cairn:x:10001:' >"$out/etc/group"
printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$out/etc/nsswitch.conf"
