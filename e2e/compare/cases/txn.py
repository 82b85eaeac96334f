# SPDX-License-Identifier: Apache-2.0
"""Transactions: comparisons, branches, order, nesting, and what is refused."""
import itertools

from cases.kv import b64


def put(key, value="v", **more):
    return {"request_put": {"key": b64(key), "value": b64(value), **more}}


def get(key, end="", **more):
    return {"request_range": {"key": b64(key), "range_end": b64(end), **more}}


def delete(key, end="", **more):
    return {"request_delete_range": {"key": b64(key), "range_end": b64(end), **more}}


def nested(compare=(), success=(), failure=()):
    return {"request_txn": {"compare": list(compare), "success": list(success), "failure": list(failure)}}


def run(c):
    for key, value in (("t/a", "1"), ("t/b", "2"), ("t/b", "3"), ("t/c", "")):
        c.post("/v3/kv/put", {"key": b64(key), "value": b64(value)})
    comparisons(c)
    branches(c)
    nesting(c)
    refusals(c)
    by_etcdctl(c)
    c.ctl("get t/ --prefix -w json", title="what all transactions left")
    c.ctl("endpoint hashkv -w json", title="hashkv after all transactions")


def txn(c, compare=(), success=(), failure=(), title=None):
    c.post("/v3/kv/txn", {"compare": list(compare), "success": list(success), "failure": list(failure)}, title=title)


def comparisons(c):
    """Each comparison only reads, so all see the same state."""
    values = {"VERSION": ("version", 2), "CREATE": ("create_revision", 5), "MOD": ("mod_revision", 5),
              "VALUE": ("value", b64("2")), "LEASE": ("lease", 0)}
    for (target, (field, value)), result, key in itertools.product(
            values.items(), ("EQUAL", "GREATER", "LESS", "NOT_EQUAL"), ("t/b", "t/none")):
        compare = {"target": target, "result": result, "key": b64(key), field: value}
        txn(c, [compare], [get("t/a")], [get("t/c")], f"compare {target} {result} {key}")
        if key == "t/b":
            txn(c, [{**compare, "key": b64("t/"), "range_end": b64("t0")}], title=f"compare {target} {result} of a range")
            txn(c, [{**compare, "key": b64("u"), "range_end": b64("v")}], title=f"compare {target} {result} of nothing")
    for target in values:
        txn(c, [{"target": target, "result": "EQUAL", "key": b64("t/c")}], title=f"compare {target} with nothing given")
    txn(c, [{"target": "VERSION", "result": 9, "key": b64("t/a")}], title="compare with an unknown result")
    txn(c, [{"target": 9, "result": "EQUAL", "key": b64("t/a")}], title="compare with an unknown target")
    txn(c, [{"target": "VALUE", "version": 1, "key": b64("t/a")}], title="compare with the field of another target")
    txn(c, [{"target": "MOD", "result": "EQUAL", "key": b64("\0"), "range_end": b64("\0"), "mod_revision": 1}],
        title="compare of all keys")


def branches(c):
    txn(c, success=[put("t/d"), get("t/d"), put("t/e"), get("t/", "t0"), delete("t/a", prev_kv=True), get("t/a")],
        title="each operation sees those before it")
    txn(c, success=[get("t/d"), get("t/none")], title="only reads: the revision stays")
    txn(c, success=[delete("t/none")], title="deletes nothing: the revision stays")
    txn(c, success=[put("t/f", prev_kv=True), put("t/d", "w", prev_kv=True)], title="previous values")
    txn(c, success=[put("t/f", "", ignore_value=True), put("t/d", "x", ignore_lease=True)], title="ignore_value, ignore_lease")
    txn(c, success=[get("t/d", revision=3), get("t/", "t0", revision=4, count_only=True)], title="reads of the past")
    txn(c, success=[put("t/g"), get("t/g", revision=3)], title="a write and a read of the past")
    txn(c, success=[delete("t/", "t0"), delete("t/d")], title="deletes may overlap")
    txn(c, success=[put("t/a"), put("t/b"), put("t/c")], title="three puts, one revision")
    txn(c, title="no operation at all")
    txn(c, [{"target": "VERSION", "result": "GREATER", "key": b64("t/a")}], title="no operation, only a comparison")


def nesting(c):
    exists = {"target": "VERSION", "result": "GREATER", "key": b64("t/a"), "version": 0}
    missing = {"target": "VERSION", "result": "EQUAL", "key": b64("t/n1"), "version": 0}
    txn(c, [exists], [put("t/n1"), nested([missing], [put("t/n2")], [put("t/n3")])],
        title="nested comparisons see the state before the transaction")
    txn(c, [exists], [nested([exists], [nested([missing], [put("t/deep")], [get("t/n1")])])], title="three levels")
    txn(c, success=[nested(success=[get("t/a")])], title="a nested read goes through the log, the revision stays")
    txn(c, success=[nested([exists], [put("t/x")], [put("t/x")])], title="the same key in both branches")
    txn(c, success=[put("t/x"), nested([exists], [put("t/x")])], title="a nested put of an outer key")
    txn(c, success=[nested(success=[put("t/x")]), nested(success=[put("t/x")])], title="two nested puts of one key")
    txn(c, success=[nested(success=[delete("t/x")]), put("t/x")], title="a nested delete of an outer put")
    txn(c, success=[nested(success=[delete("t/", "t0")]), nested(success=[put("t/x")])], title="nested delete, nested put")


def refusals(c):
    txn(c, success=[put("t/x"), put("t/x")], title="a key put twice")
    txn(c, success=[put("t/x"), delete("t/x")], title="a key put and deleted")
    txn(c, success=[delete("t/", "t0"), put("t/x")], title="a key put in a deleted range")
    txn(c, failure=[put("t/x"), put("t/x")], title="a key put twice in the branch that is not taken")
    txn(c, success=[delete("t/", "\0"), put("t/x")], title="an open-ended delete covers nothing")
    txn(c, success=[{}], title="an operation that is none")
    txn(c, failure=[{}], title="an operation that is none in the other branch")
    txn(c, success=[put("")], title="an empty key put")
    txn(c, success=[get("")], title="an empty key read")
    txn(c, success=[delete("")], title="an empty key deleted")
    txn(c, [{"target": "VERSION", "key": ""}], title="an empty key compared")
    txn(c, success=[get("t/a", sort_order=9)], title="an unknown sort order")
    txn(c, success=[put("t/x", lease=12345)], title="a lease that is not there")
    txn(c, success=[put("t/y"), put("t/x", lease=12345)], title="a lease that is not there, second: nothing is done")
    txn(c, failure=[put("t/x", lease=12345)], title="a lease that is not there in the branch that is not taken")
    txn(c, success=[put("t/none", "", ignore_value=True)], title="ignore_value of a missing key")
    txn(c, success=[put("t/new"), nested(success=[put("t/none", "", ignore_value=True)])], title="ignore_value, nested")
    txn(c, success=[put("t/x", "v", ignore_value=True)], title="ignore_value with a value")
    txn(c, success=[put("t/x", "v", ignore_lease=True, lease=1)], title="ignore_lease with a lease")
    txn(c, success=[get("t/a", revision=99999)], title="a future revision")
    txn(c, success=[put("t/x"), get("t/a", revision=99999)], title="a future revision after a put: nothing is done")
    txn(c, success=[put("t/x"), get("t/a", revision=-1)], title="a negative revision")
    txn(c, success=[get("t/a", revision=-1)], title="a negative revision, only reads")
    for count in (128, 129):
        txn(c, success=[get(f"t/{i}") for i in range(count)], title=f"{count} operations")
        txn(c, compare=[{"key": b64("t/a"), "target": "VERSION", "result": "GREATER"}] * count, title=f"{count} comparisons")
    txn(c, success=[get("t/a")] * 100 + [nested(success=[get("t/a")] * 27)], title="101 operations and 27 nested")
    txn(c, success=[get("t/a")] * 100 + [nested(success=[get("t/a")] * 28)], title="101 operations and 28 nested")
    c.post("/v3/kv/txn", {"compare": [{"key": 7}]}, mask=("message",))


def by_etcdctl(c):
    for order in ("value(\"t/a\") = \"v\"", "version(\"t/a\") > \"0\"", "mod(\"t/a\") < \"5\"", "create(\"t/zzz\") = \"0\"",
                  "val(\"t/a\") = \"v\""):
        for form in ("", " -w json", " -w fields"):
            c.ctl("txn" + form, stdin=f"{order}\n\nput t/ctl yes\nget t/ctl\n\nget t/none\ndel t/ctl --prev-kv\n\n",
                  title=f"txn{form}: {order}")
