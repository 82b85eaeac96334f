#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lays out the node's home directory: home.py QUARKUS_APP HOME; QUARKUS_APP is what the build made for -cp.

lib/      the jars without native libraries for other machines, their order in `classpath`, the JVM's flags
native/   the shared objects that RocksDB and Netty load, unpacked: a fast start, and a root that may be read-only
bin/      one launcher per command
All times are fixed, so that the same jars give the same bytes.
"""
import os
import pathlib
import platform
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
EPOCH = 1767225600  # 2026-01-01, as in the jars
COMMANDS = {
    "etcd": "dev.cairn.node.bootstrap.Etcd",
    "etcdctl": "dev.cairn.node.ctl.Etcdctl",
    "etcdutl": "dev.cairn.node.cli.Etcdutl",
    "backup-agent": "dev.cairn.node.cli.agent.BackupAgent",
}
# What has a cache of its own, and more flags. A client of one call ends before a second compiler is of use.
CACHES = {"etcdctl": ("etcdctl.aot", "-XX:TieredStopAtLevel=1 ")}
ROCKSDB = {"x86_64": "librocksdbjni-linux64.so", "aarch64": "librocksdbjni-linux-aarch64.so"}
NATIVE = (".so", ".jnilib", ".dll")


def strip(source, target, native_directory, machine):
    """Copies a jar without its native libraries; those for this machine go to the native directory."""
    with zipfile.ZipFile(source) as jar, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as stripped:
        for entry in jar.infolist():
            name = entry.filename.rsplit("/", 1)[-1]
            if not name.endswith(NATIVE):
                stripped.writestr(entry, jar.read(entry))
            elif name == ROCKSDB.get(machine) or name.startswith("libnetty_") and name.endswith(f"_{machine}.so"):
                (native_directory / name).write_bytes(jar.read(entry))


def has_natives(jar):
    with zipfile.ZipFile(jar) as entries:
        return any(name.endswith(NATIVE) for name in entries.namelist())


def class_path(application):
    """The jars in the order that the application's runner names them."""
    runner = application / "quarkus-run.jar"
    with zipfile.ZipFile(runner) as jar:
        manifest = jar.read("META-INF/MANIFEST.MF").decode().replace("\r\n", "\n").replace("\n ", "")
    named = next(line for line in manifest.split("\n") if line.startswith("Class-Path:"))
    return [application / entry for entry in named.removeprefix("Class-Path:").split()]


def main():
    application, home = (pathlib.Path(argument) for argument in sys.argv[1:3])
    machine = platform.machine()
    if machine not in ROCKSDB:
        sys.exit(f"home.py: no native libraries are known for {machine}")
    for directory in ("lib", "native", "bin", "aot"):
        (home / directory).mkdir(parents=True, exist_ok=True)
    jars = class_path(application)
    for jar in jars:
        if has_natives(jar):
            strip(jar, home / "lib" / jar.name, home / "native", machine)
        else:
            (home / "lib" / jar.name).write_bytes(jar.read_bytes())
    (home / "lib" / "classpath").write_text("".join(f"{jar.name}\n" for jar in jars))
    flags = (HERE / "node.jvm").read_text().splitlines(True)
    (home / "lib" / "jvm.flags").write_text("".join(flag for flag in flags if not flag.startswith("#")))
    template = (HERE / "launcher.sh").read_text()
    for command, main_class in COMMANDS.items():
        cache, jvm_flags = CACHES.get(command, ("node.aot", ""))
        launcher = home / "bin" / command
        text = template.replace("AOT_CACHE", cache).replace("JVM_FLAGS ", jvm_flags).replace("MAIN_CLASS", main_class)
        launcher.write_text(text)
        launcher.chmod(0o755)
    for path in sorted(home.rglob("*")):
        if not path.is_symlink():
            os.utime(path, (EPOCH, EPOCH))


main()
