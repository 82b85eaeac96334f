#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same image under another name: retag.py IMAGE.tar OUT.tar NAME:TAG. IMAGE.tar is one that packaging/oci.py packed."""
import io
import json
import sys
import tarfile


def main():
    image, out, name = sys.argv[1:]
    with tarfile.open(image) as old, tarfile.open(out, "w", format=tarfile.PAX_FORMAT) as new:
        for member in old:
            content = old.extractfile(member)
            if member.name == "index.json":
                index = json.load(content)
                for manifest in index["manifests"]:
                    manifest["annotations"]["io.containerd.image.name"] = name
                    manifest["annotations"]["org.opencontainers.image.ref.name"] = name.rsplit(":", 1)[-1]
                text = json.dumps(index, sort_keys=True).encode()
                member.size = len(text)
                content = io.BytesIO(text)
            new.addfile(member, content)


main()
