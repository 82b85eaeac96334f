#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packs directories as an image in OCI layout: oci.py OUT.tar NAME:TAG CONFIG.json DIRECTORY[=PLACE]…

Each directory becomes a layer, its content at PLACE (default /). Entries are sorted, owned by root and of one time, so the
same content gives the same image. `ctr images import OUT.tar` and `kind load image-archive OUT.tar` take it; the name is
in the index.
"""
import gzip
import hashlib
import io
import json
import os
import pathlib
import platform
import sys
import tarfile

EPOCH = 1767225600
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
CONFIG = "application/vnd.oci.image.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"


def settle(info):
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = EPOCH
    return info


def layer_tar(directory, place):
    """A tar of the directory's content; the directories above its place come first."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        above = pathlib.PurePosixPath(place.strip("/"))
        for parent in [*reversed(above.parents), above] if place.strip("/") else []:
            if str(parent) != ".":
                info = tarfile.TarInfo(str(parent))
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(settle(info))
        for folder, folders, files in os.walk(directory):
            folders.sort()
            for name in sorted(folders + files):
                path = pathlib.Path(folder, name)
                inside = above / path.relative_to(directory).as_posix() if place.strip("/") else path.relative_to(directory)
                info = settle(tar.gettarinfo(path, str(inside)))
                if info.isreg():
                    info.type = tarfile.REGTYPE
                    with open(path, "rb") as content:
                        tar.addfile(info, content)
                else:
                    tar.addfile(info)
    return buffer.getvalue()


class Layout:
    def __init__(self):
        self.blobs = {}

    def add(self, media_type, content):
        digest = hashlib.sha256(content).hexdigest()
        self.blobs[digest] = content
        return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(content)}

    def add_json(self, media_type, value):
        return self.add(media_type, json.dumps(value, sort_keys=True).encode())

    def write(self, out, index):
        files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "index.json": json.dumps(index, sort_keys=True).encode()}
        files.update({"blobs/sha256/" + digest: content for digest, content in self.blobs.items()})
        part = out + ".part"
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
            for directory in ("blobs", "blobs/sha256"):
                info = tarfile.TarInfo(directory)
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(settle(info))
            for name, content in sorted(files.items()):
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(content), 0o644
                tar.addfile(settle(info), io.BytesIO(content))
        os.replace(part, out)


def main():
    out, name, config_file, *parts = sys.argv[1:]
    layout, layers, diff_ids = Layout(), [], []
    for part in parts:
        directory, _, place = part.partition("=")
        tar = layer_tar(pathlib.Path(directory), place)
        diff_ids.append("sha256:" + hashlib.sha256(tar).hexdigest())
        layers.append(layout.add(LAYER, gzip.compress(tar, compresslevel=6, mtime=0)))
        print(f"oci: {name}: {place or '/'} {layers[-1]['size'] / 1e6:.1f} MB")
    config = {
        "architecture": ARCHITECTURES[platform.machine()],
        "os": "linux",
        "created": "2026-01-01T00:00:00Z",
        "config": json.loads(pathlib.Path(config_file).read_text()),
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
    }
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": layout.add_json(CONFIG, config), "layers": layers}
    described = layout.add_json(MANIFEST, manifest)
    described["annotations"] = {
        "io.containerd.image.name": name,
        "org.opencontainers.image.ref.name": name.rsplit(":", 1)[-1],
    }
    described["platform"] = {"architecture": config["architecture"], "os": "linux"}
    layout.write(out, {"schemaVersion": 2, "mediaType": INDEX, "manifests": [described]})
    print(f"oci: {out} {os.path.getsize(out) / 1e6:.1f} MB")


main()
