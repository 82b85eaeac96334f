# SPDX-License-Identifier: Apache-2.0
"""gRPC without a client library in between: what only the wire shows."""
import probes

RANGE = "/etcdserverpb.KV/Range"
KEY_A = b"\x0a\x01a"


def run(c):
    call = lambda title, method, frame, metadata=(): c.both(title, lambda s: probes.spaced(probes.grpc(s, method, frame, metadata)))
    call("a range", RANGE, probes.framed(KEY_A))
    call("an empty request", RANGE, probes.framed(b""))
    call("an unknown field", RANGE, probes.framed(KEY_A + b"\x98\x06\x01"))
    call("a truncated message", RANGE, probes.framed(b"\x0a\x05a"))
    call("an unknown method", "/etcdserverpb.KV/Nothing", probes.framed(b""))
    call("an unknown service", "/etcdserverpb.Nothing/Range", probes.framed(b""))
    call("a malformed path", "/nothing", probes.framed(b""))
    call("hasleader with a leader", RANGE, probes.framed(KEY_A), ["hasleader: true"])
    call("a client version", RANGE, probes.framed(KEY_A), ["client-api-version: 3.7"])
    call("a token while nobody needs one", RANGE, probes.framed(KEY_A), ["token: x"])
    call("a deadline that has passed", RANGE, probes.framed(KEY_A), ["grpc-timeout: 1n"])
    call("health", "/grpc.health.v1.Health/Check", probes.framed(b""))
    call("health of an unknown service", "/grpc.health.v1.Health/Check", probes.framed(b"\x0a\x01x"))
    call("reflection", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", probes.framed(b""))
