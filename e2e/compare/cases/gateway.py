# SPDX-License-Identifier: Apache-2.0
"""The JSON gateway itself: routes, methods, forms of JSON, errors."""
from cases.kv import b64

ROUTES = (
    "kv/range kv/put kv/deleterange kv/txn kv/compaction watch lease/grant lease/revoke lease/keepalive lease/timetolive "
    "lease/leases kv/lease/revoke kv/lease/timetolive kv/lease/leases cluster/member/add cluster/member/remove "
    "cluster/member/update cluster/member/list cluster/member/promote maintenance/alarm maintenance/status "
    "maintenance/defragment maintenance/hash maintenance/hashkv maintenance/snapshot maintenance/transfer-leadership "
    "maintenance/downgrade").split()


def run(c):
    for route in ROUTES:
        c.http("GET", f"/v3/{route}")
    for path in ("/v3/", "/v3", "/v3/nothing", "/v3/kv", "/v3alpha/kv/range", "/v2/keys/a", "/v4/kv/range", "/v3/kv/range/",
                 "/v3//kv/range"):
        c.post(path, {})
    c.post("/v3beta/kv/range", {"key": b64("g")})
    c.post("/v3/kv/put", {"key": "Zm9v", "value": "YmFy"})
    c.post("/v3/kv/range", {"key": "Zm9v"})
    c.post("/v3/kv/range", {"key": "Zm9v", "range_end": "Zm9w"})
    c.post("/v3/kv/range", {"key": "L3JlZ2lzdHJ5", "range_end": "XDA=", "keys_only": True})
    c.post("/v3/kv/txn", {"compare": [{"target": "CREATE", "key": "Zm9v", "createRevision": "2"}],
                          "success": [{"requestPut": {"key": "Zm9v", "value": "YmFy"}}],
                          "failure": [{"requestRange": {"key": "Zm9v"}}]})
    forms(c)
    for method in ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
        c.http(method, "/v3/kv/range", "{}")
    headers(c)


def forms(c):
    put = lambda body, **more: c.post("/v3/kv/put", body, **more)
    put({"key": b64("g1"), "value": b64("1"), "prevKv": True}, title="camel case")
    put({"key": b64("g1"), "value": b64("1"), "prev_kv": True}, title="snake case")
    put({"key": "_-8=", "value": "_-8"}, title="URL-safe base64, with and without padding")
    put({"key": "Zw", "value": "Zw"}, title="base64 without padding")
    put({"key": b64("g1"), "lease": "0"}, title="a number as text")
    put({"key": b64("g1"), "lease": 0}, title="a number as number")
    put({"key": b64("g1"), "value": None}, title="null")
    put({"key": b64("g1"), "unknown": {"a": [1, 2]}}, title="an unknown field")
    put("", title="an empty body")
    put("{}", title="an empty object")
    put('{"key":"Zw=="} {"key":"Zzk="}', title="two objects: the first counts")
    for text in ("{", "[]", "null", '"text"', "7", "{\"key\":}", "not json", '{"key":"Zw==",}', '{"key":"Zw=="', "\xff"):
        put(text.encode("latin-1"), title=f"malformed: {text!r}", mask=("message",))
    c.post("/v3/kv/range", {"key": b64("g1"), "sort_order": "DESCEND"}, title="an enumeration by name")
    c.post("/v3/kv/range", {"key": b64("g1"), "sort_order": 2}, title="an enumeration by number")
    c.post("/v3/kv/range", {"key": b64("g1"), "sort_order": "2"}, title="an enumeration by number as text", mask=("message",))
    c.post("/v3/maintenance/alarm", {"action": "NOTHING"}, title="an unknown name of an enumeration", mask=("message",))
    c.post("/v3/watch", "{", title="a stream's body malformed", mask=("message",))


def headers(c):
    c.post("/v3/kv/range", {"key": b64("g1")}, title="another content type", headers={"Content-Type": "text/plain"})
    c.post("/v3/kv/range", {"key": b64("g1")}, title="an Authorization header", headers={"Authorization": "nobody"})
    c.post("/v3/kv/range", {"key": b64("g1")}, title="an Origin", headers={"Origin": "http://example.com"})
    c.http("OPTIONS", "/v3/kv/range", headers={"Origin": "http://example.com", "Access-Control-Request-Method": "POST"})
