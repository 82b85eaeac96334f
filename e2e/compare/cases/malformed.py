# SPDX-License-Identifier: Apache-2.0
"""Requests that are unusual or none at all: raw HTTP/1.1, JSON that stretches the rules, gRPC frames."""
import gzip
import re
import socket

import probes

HOST = "Host: x\r\n"
BODY = '{"key":"YQ=="}'
POST = "POST /v3/kv/range HTTP/1.1\r\n" + HOST

TARGETS = ("http://x/version http://other:99/version https://x/version http://x http://[x/version http://x:y/ version * "
           "//version //health?a=b //v3 /v3 /v3//x /version/ /metrics/ /./version /a/../version /../version /version/.. "
           "/version/. /%2e%2e/version /%76ersion /a%2f../version /%2fversion // /%zz /% /version?a=%zz /version?a;b "
           "/readyz?a=%zz&verbose /readyz?a;b&verbose /readyz?verbose=%41&exclude=data%5fcorruption /version#a").split()

HEADS = {
    "no Host": "GET /version HTTP/1.1\r\n\r\n",
    "an empty Host": "GET /version HTTP/1.1\r\nHost: \r\n\r\n",
    "two Hosts": f"GET /version HTTP/1.1\r\n{HOST}{HOST}\r\n",
    "a Host with a space": "GET /version HTTP/1.1\r\nHost: a b\r\n\r\n",
    "a Host with a slash": "GET /version HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "HTTP/1.0": "GET /version HTTP/1.0\r\n\r\n",
    "HTTP/1.0 kept alive": "GET /version HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "HTTP/1.2": f"GET /version HTTP/1.2\r\n{HOST}\r\n",
    "lines without carriage returns": "GET /version HTTP/1.1\nHost: x\n\n",
    "9,000 bytes of headers": f"GET /version HTTP/1.1\r\n{HOST}A: {'b' * 9000}\r\n\r\n",
    "half a megabyte of headers": f"GET /version HTTP/1.1\r\n{HOST}A: {'b' * 500000}\r\n\r\n",
    "OPTIONS of the server": f"OPTIONS * HTTP/1.1\r\n{HOST}\r\n",
    "OPTIONS of a page": f"OPTIONS /version HTTP/1.1\r\n{HOST}\r\n",
    "HEAD of another path": f"HEAD //version HTTP/1.1\r\n{HOST}\r\n",
    "POST to another path": f"POST //v3/kv/range HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n",
    "CONNECT": f"CONNECT x:80 HTTP/1.1\r\n{HOST}\r\n",
    "TRACE": f"TRACE /version HTTP/1.1\r\n{HOST}\r\n",
    "an unknown method": f"FOO /version HTTP/1.1\r\n{HOST}\r\n",
    "a method in lower case": f"get /version HTTP/1.1\r\n{HOST}\r\n",
    "a header without a colon": f"GET /version HTTP/1.1\r\n{HOST}nothing\r\n\r\n",
    "a header with a space in its name": f"GET /version HTTP/1.1\r\n{HOST}A B: c\r\n\r\n",
    "a header with a control character": f"GET /version HTTP/1.1\r\n{HOST}A: b\x01c\r\n\r\n",
    "a folded header": f"GET /version HTTP/1.1\r\n{HOST}A: b\r\n c\r\n\r\n",
    "no request at all": "this is no request\r\n\r\n",
    "HTTP/3.0": f"GET /version HTTP/3.0\r\n{HOST}\r\n",
    "a length that is none": POST + "Content-Length: x\r\n\r\n" + BODY,
    "a negative length": POST + "Content-Length: -1\r\n\r\n" + BODY,
    "a huge length": POST + "Content-Length: 99999999999999999999\r\n\r\n" + BODY,
    "two equal lengths": POST + "Content-Length: 14\r\nContent-Length: 14\r\n\r\n" + BODY,
    "two lengths": POST + "Content-Length: 14\r\nContent-Length: 15\r\n\r\n" + BODY,
    "chunks": POST + f"Transfer-Encoding: chunked\r\n\r\ne;a=b\r\n{BODY}\r\n0\r\n\r\n",
    "gzip as transfer encoding": POST + "Transfer-Encoding: gzip\r\n\r\n",
    "identity as transfer encoding": POST + "Transfer-Encoding: identity\r\nContent-Length: 14\r\n\r\n" + BODY,
    "a length and chunks": POST + f"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\ne\r\n{BODY}\r\n0\r\n\r\n",
    "expecting to continue": POST + "Expect: 100-continue\r\nContent-Length: 14\r\n\r\n" + BODY,
    "expecting something else": POST + "Expect: tea\r\nContent-Length: 14\r\n\r\n" + BODY,
}

NUMBERS = ('12 "12" 12.0 "12.0" 1e3 "1e3" 10e-1 1e-1 1.5 -0 -5 "" "x" true null {} [] 9223372036854775808 1e19 1e400 0e400 '
           '"0x10" "+1" "01" "1e30000000" 1e30000000 "1e-30000000" 1e0000000003 123456789012345678901e-3 "NaN"').split()
KEYS = '"YQ" "YQ=" "YQ===" "Y" "_-8=" "_+8=" "%%%" "YR==" "YQ==YQ==" 5 true null []'.split() + ['" YQ=="']


def run(c):
    for target in TARGETS:
        c.both(f"GET {target}", lambda s: raw(s, f"GET {target} HTTP/1.1\r\n{HOST}\r\n"))
    for title, text in HEADS.items():
        c.both(title, lambda s: raw(s, text))
    json_forms(c)
    frames(c)


def json_forms(c):
    for number in NUMBERS:
        post(c, "/v3/kv/range", '{"key":"enp6","limit":%s}' % number)
        post(c, "/v3/maintenance/alarm", '{"memberID":%s}' % number)
    for key in KEYS:
        post(c, "/v3/kv/range", '{"key":%s,"range_end":"AA==","limit":1,"count_only":true}' % key)
    post(c, "/v3/kv/range", '{"key":"","key":""}')
    post(c, "/v3/kv/txn", '{"success":[null]}')
    post(c, "/v3/kv/txn", '{"success":[{"request_range":{},"request_put":{}}]}')
    post(c, "/v3/kv/txn", '{"success":[%s{}]}' % ("{}," * 128))
    for levels in (60, 127, 128, 3000):
        body = '{"success":[%s{"requestRange":{"key":"enp6"}}%s]}' % (
            '{"requestTxn":{"success":[' * levels, "]}}" * levels)
        c.both(f"{levels} nested transactions", lambda s: probes.request(s, "POST", "/v3/kv/txn", body))
    c.both("something behind the requests of a stream",
           lambda s: probes.request(s, "POST", "/v3/lease/keepalive", '{"ID":5} and more'))


def post(c, path, body):
    c.both(f"POST {path} {body[:80]}", lambda s: probes.spaced(probes.request(s, "POST", path, body)), quiet=True)


def frames(c):
    unary, stream, read = "/etcdserverpb.KV/Range", "/etcdserverpb.Lease/LeaseKeepAlive", probes.framed(b"\x0a\x03zzz")
    head = lambda flag, length: bytes([flag]) + length.to_bytes(4, "big")
    broken = {
        "no message": b"", "half a head": b"\0\0", "half a message": head(0, 10) + b"\x0a\x01a",
        "ff ff": probes.framed(b"\xff\xff"), "a field cut off": probes.framed(b"\x0a\x05a"),
        "a group that does not begin": probes.framed(b"\x0c"), "a varint without end": probes.framed(b"\x08" + b"\xff" * 11),
        "flag 2": head(2, 3) + b"\x0a\x01a", "compressed with nothing": head(1, 3) + b"\x0a\x01a",
        "four gigabytes": head(0, 0xFFFFFFFF), "three megabytes": head(0, 3 << 20),
    }
    for method in (unary, stream, "/etcdserverpb.Maintenance/Snapshot", "/grpc.health.v1.Health/Check"):
        for title, frame in broken.items():
            c.both(f"{method}: {title}", lambda s: probes.spaced(probes.grpc(s, method, frame)))
        for title, frame in {"no gzip": b"0123456789ab", "gzip cut off": gzip.compress(b"a" * 99)[:-6],
                             "five megabytes in gzip": gzip.compress(bytes(5 << 20))}.items():
            c.both(f"{method}: {title}",
                   lambda s: probes.spaced(probes.grpc(s, method, head(1, len(frame)) + frame, ["grpc-encoding: gzip"])))
    c.both("two messages", lambda s: probes.grpc(s, unary, read + read))
    c.both("a message and half a head", lambda s: probes.grpc(s, unary, read + b"\0"))
    c.both("an unknown encoding", lambda s: probes.grpc(s, unary, read, ["grpc-encoding: foo"]))
    for timeout in ("x", "1X", "-1S", "1.5S", "123456789S", "0S", "99999999H"):
        c.both(f"a timeout of {timeout}", lambda s: probes.grpc(s, unary, read, ["grpc-timeout: " + timeout]))
    for title, field in {"operations": b"\x12\x00", "comparisons": b"\x0a\x00"}.items():
        c.both(f"a million empty {title}",
               lambda s: probes.grpc(s, "/etcdserverpb.KV/Txn", probes.framed(field * 1000000)))


def raw(server, text, quiet=2.0):
    """What comes back on a socket until it is quiet: status lines, location, last body, whether it was closed."""
    seen = b""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(text.encode("latin-1"))
        connection.settimeout(quiet)
        try:
            while piece := connection.recv(65536):
                seen += piece
            end = "closed"
        except TimeoutError:
            end = "open"
        except OSError as e:
            end = type(e).__name__
    answer = seen.decode("latin-1")
    location = re.search(r"(?i)\r\nlocation: ([^\r]*)", answer)
    return probes.spaced({"status": re.findall(r"HTTP/1\.[01] [^\r]*", answer), "location": location and location.group(1),
                   "body": probes.parsed(answer.rpartition("\r\n\r\n")[2]), "end": end})
