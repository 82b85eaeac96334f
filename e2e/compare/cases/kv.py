# SPDX-License-Identifier: Apache-2.0
"""put, get, del with every flag, and every combination of a range request's fields."""
import base64
import itertools

TARGETS = ("KEY", "VERSION", "CREATE", "MOD", "VALUE")
ORDERS = ("NONE", "ASCEND", "DESCEND")


def b64(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def run(c):
    empty_store(c)
    puts(c)
    gets(c)
    range_fields(c)
    deletes(c)


def empty_store(c):
    c.ctl("get nothing -w json")
    c.ctl("get nothing -w fields")
    c.ctl("get '' --prefix -w json", title="get '' --prefix -w json (empty store)")
    c.ctl("del nothing -w json")
    c.ctl("endpoint hashkv -w json", title="hashkv of an empty store")


def puts(c):
    c.ctl("put k1 b -w json")
    c.ctl("put k1 c --prev-kv -w json")
    c.ctl("put k1 c2 --prev-kv")
    c.ctl("put k3 zz -w fields")
    c.ctl("put k2 a -w json")
    c.ctl("put k4 '' -w json")
    c.ctl("put k2 y --prev-kv -w fields")
    c.ctl("put k5 m")
    c.ctl("put k3 --ignore-value -w json")
    c.ctl("put k3 q --ignore-lease -w json")
    c.ctl("put missing --ignore-value")
    c.ctl("put missing x --ignore-lease")
    c.ctl("put k1 x --lease=7777")
    c.ctl("put '' x")
    c.ctl("put k1", title="put without a value")
    c.ctl("put k1 from-stdin", stdin="")
    c.ctl("put k6", stdin="typed in", title="put with its value on standard input")
    c.post("/v3/kv/put", {"key": b64("k3"), "value": b64("x"), "ignore_value": True})
    c.post("/v3/kv/put", {"key": b64("k3"), "ignore_lease": True, "lease": "5"})
    c.post("/v3/kv/put", {"key": b64(b"\0\xff\0"), "value": b64(bytes(range(256)))}, title="put of all bytes")
    c.post("/v3/kv/put", {"key": b64("big"), "value": b64(b"x" * 1_600_000)}, title="put over max-request-bytes")
    c.post("/v3/kv/put", {"key": b64("big"), "value": b64(b"x" * 2_500_000)}, title="put over the gRPC limit")
    c.post("/v3/kv/put", {"key": b64("big"), "value": b64(b"x" * 1_500_000)}, title="put just below the limit")
    c.ctl("del big -w json")


def gets(c):
    for shape in ("k1", "k --prefix", "k2 k4", "k4 --from-key", "'' --from-key", "k3 k1", "zzz --prefix", "'' --prefix"):
        for flags in ("-w json", "-w fields", "--keys-only -w json", "--limit 2 -w json", "--consistency s -w json",
                      "--count-only -w fields"):
            c.ctl(f"get {shape} {flags}")
    c.ctl("get k --prefix")
    c.ctl("get k --prefix --keys-only")
    c.ctl("get k --prefix --print-value-only")
    c.ctl("get k --prefix --hex")
    c.ctl("get k1 -w protobuf --hex")
    c.ctl("get k --prefix --rev 3 -w json")
    c.ctl("get k1 --rev 2 -w json")
    c.ctl("get k1 --rev 99999")
    c.ctl("get k1 --rev 99999 --consistency s")
    c.ctl("get ''")
    for stem in ("--min-mod-rev 4", "--max-mod-rev 5", "--min-create-rev 4", "--max-create-rev 4"):
        c.ctl(f"get k --prefix {stem} -w json")
    for target in ("key", "version", "create", "modify", "value"):
        for order in ("ascend", "descend"):
            c.ctl(f"get k --prefix --sort-by {target} --order {order} --keys-only")
    if c.minor == "3.7":
        c.ctl("get k --prefix --stream -w json")
        c.ctl("get k --prefix --stream --limit 2 -w json")
        c.ctl("get zzz --prefix --stream -w json")
        c.ctl("get k --prefix --stream --order descend -w json")


def range_fields(c):
    """The key, create, mod and version orders of the data all differ, so that no two sorts agree by chance."""
    whole = {"key": b64("k"), "range_end": b64("l")}
    for target, order, limit, keys_only in itertools.product(TARGETS, ORDERS, (0, 2), (False, True)):
        c.post("/v3/kv/range", {**whole, "sort_target": target, "sort_order": order, "limit": limit,
                                "keys_only": keys_only})
    for target, order in itertools.product(TARGETS[:4], ORDERS):
        c.post("/v3/kv/range", {**whole, "sort_target": target, "sort_order": order, "limit": 2, "min_mod_revision": 5})
    for extra in ({"max_mod_revision": 6}, {"min_create_revision": 4}, {"max_create_revision": 5}, {"count_only": True},
                  {"count_only": True, "limit": 1}, {"count_only": True, "min_mod_revision": 5},
                  {"max_mod_revision": 8, "min_mod_revision": 4, "limit": 1}, {"revision": 4, "limit": 1},
                  {"revision": -1}, {"revision": 3, "count_only": True}, {"limit": -1}, {"limit": 1000000},
                  {"serializable": True}, {"revision": 5, "serializable": True, "keys_only": True}):
        c.post("/v3/kv/range", {**whole, **extra})
    for key, end in (("k1", ""), ("k1", "\0"), ("\0", "\0"), ("k3", "k1"), ("k3", "k3"), ("", "k3"), ("", "\0"), ("", "")):
        c.post("/v3/kv/range", {"key": b64(key), "range_end": b64(end)})
    for wrong in ({"sort_order": 7}, {"sort_target": 9}, {"sort_order": -1}, {"sort_order": "SIDEWAYS"},
                  {"revision": 99999}, {"nonsense": 1}):
        c.post("/v3/kv/range", {**whole, **wrong})
    for malformed in ({"limit": "many"}, {"key": "!!"}, {"limit": 1.5}, {"keys_only": "yes"}, {"key": None}):
        c.post("/v3/kv/range", {**whole, **malformed}, mask=("message",))  # the words are those of Go's JSON parser


def deletes(c):
    c.ctl("del k1 --prev-kv -w json")
    c.ctl("put k1 again -w json")
    c.ctl("get k1 -w json", title="get k1 (created anew)")
    c.ctl("del k2 k4 --range --prev-kv -w json")
    c.ctl("get k --prefix -w json", title="get k --prefix (after a range was deleted)")
    c.ctl("get k --prefix --rev 5 -w json")
    c.ctl("del k --prefix --prev-kv")
    c.ctl("del k --prefix -w json", title="del k --prefix (again)")
    c.ctl("del ''")
    c.post("/v3/kv/deleterange", {"key": ""})
    c.post("/v3/kv/deleterange", {"key": b64("z"), "range_end": b64("a")})
    c.ctl("put a 1")
    c.ctl("put b 2")
    c.ctl("del '' --from-key --prev-kv -w json")
    c.ctl("get '' --prefix -w json", title="get '' --prefix (all deleted)")
    c.ctl("endpoint hashkv -w json", title="hashkv with tombstones")
