# SPDX-License-Identifier: Apache-2.0
"""Namespaces, a custom resource, server-side apply, events that expire."""
import time

import members
import server
from server import version_of

APPLY = "application/apply-patch+yaml"
CRD = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.example.dev"},
    "spec": {
        "group": "example.dev", "scope": "Namespaced",
        "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"},
        "versions": [{
            "name": "v1", "served": True, "storage": True, "subresources": {"status": {}},
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                "spec": {"type": "object", "properties": {"size": {"type": "integer", "maximum": 1000}}},
                "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}}}}},
        }],
    },
}


def until(what, condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise members.Failed(f"{what}: not after {seconds} s")
        time.sleep(0.1)
    return answer


def namespaces(c, api):
    for n in range(5):
        api.need("POST", "/api/v1/namespaces", {"metadata": {"name": f"space-{n}", "labels": {"n": str(n)}}})
    names = [each["metadata"]["name"] for each in api.need("GET", "/api/v1/namespaces")["items"]]
    c.holds("namespaces: five created and listed in order", [n for n in names if n.startswith("space-")]
            == [f"space-{n}" for n in range(5)], names)
    chosen = api.need("GET", "/api/v1/namespaces?labelSelector=n%3D3")["items"]
    c.equal("namespaces: one by its label", [each["metadata"]["name"] for each in chosen], ["space-3"])
    status, answer = api.request("POST", "/api/v1/namespaces", {"metadata": {"name": "space-0"}})
    c.equal("namespaces: a name that is taken", (status, answer["reason"]), (409, "AlreadyExists"))


def custom_resources(c, api):
    api.need("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", CRD)
    one = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.dev"
    established = lambda: any(each["type"] == "Established" and each["status"] == "True"
                              for each in api.need("GET", one).get("status", {}).get("conditions") or [])
    until("the custom resource is established", established)
    widgets = "/apis/example.dev/v1/namespaces/space-1/widgets"
    until("the custom resource is served", lambda: api.request("GET", widgets)[0] == 200)
    watch = server.Watch(api, f"{widgets}?watch=true&resourceVersion={api.need('GET', widgets)['metadata']['resourceVersion']}")
    wrote = []
    for n in range(20):
        made = api.need("POST", widgets, widget(f"w{n:02}", n))
        wrote.append(("ADDED", version_of(made)))
    made["status"] = {"ready": True}
    wrote.append(("MODIFIED", version_of(api.need("PUT", f"{widgets}/w19/status", made))))
    wrote.append(("DELETED", version_of(api.need("DELETE", f"{widgets}/w00")["details"] and deleted_version(watch, wrote))))
    c.equal("custom resource: a watch sees every resourceVersion of its objects", watch.seen(), wrote)
    items = api.need("GET", widgets)["items"]
    c.equal("custom resource: its objects", [(each["metadata"]["name"], each["spec"]["size"]) for each in items],
            [(f"w{n:02}", n) for n in range(1, 20)])
    c.equal("custom resource: status is kept apart", [each.get("status") for each in items][-1], {"ready": True})
    status, answer = api.request("POST", widgets, widget("big", 1001))
    c.equal("custom resource: its schema is kept", (status, answer["reason"]), (422, "Invalid"))
    api.need("DELETE", one)
    until("the custom resource is gone", lambda: api.request("GET", one)[0] == 404)
    c.holds("custom resource: deleted with its objects", api.request("GET", widgets)[0] == 404)


def deleted_version(watch, wrote):
    """A deletion's revision is only told by the watch: the object in its last event."""
    watch.await_version(wrote[-1][1] + 1)
    return watch.events[-1]["object"]


def widget(name, size):
    return {"apiVersion": "example.dev/v1", "kind": "Widget", "metadata": {"name": name}, "spec": {"size": size}}


def apply(c, api):
    path = "/api/v1/namespaces/space-2/configmaps/applied"
    of = lambda **data: {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied"}, "data": data}
    made = api.need("PATCH", f"{path}?fieldManager=alice", of(colour="red", size="1"), APPLY)
    c.equal("server-side apply makes an object", made["data"], {"colour": "red", "size": "1"})
    same = api.need("PATCH", f"{path}?fieldManager=alice", of(colour="red", size="1"), APPLY)
    c.equal("server-side apply of the same changes nothing", version_of(same), version_of(made))
    status, answer = api.request("PATCH", f"{path}?fieldManager=bob", of(colour="blue"), APPLY)
    c.equal("server-side apply of another's field conflicts", (status, answer["reason"]), (409, "Conflict"))
    c.holds("the conflict names manager and field", 'conflict with "alice"' in answer["message"]
            and answer["details"]["causes"][0]["field"] == ".data.colour", answer)
    forced = api.need("PATCH", f"{path}?fieldManager=bob&force=true", of(colour="blue"), APPLY)
    c.equal("server-side apply with force takes the field over", forced["data"], {"colour": "blue", "size": "1"})
    owners = {each["manager"]: sorted(each["fieldsV1"]["f:data"]) for each in forced["metadata"]["managedFields"]}
    c.equal("each field has its owner", {who: [f for f in what if f != "."] for who, what in owners.items()},
            {"alice": ["f:size"], "bob": ["f:colour"]})
    dropped = api.need("PATCH", f"{path}?fieldManager=alice", of(), APPLY)
    c.equal("a field that its owner drops goes", dropped["data"], {"colour": "blue"})
    made["data"]["size"] = "2"
    status, answer = api.request("PUT", path, made)
    c.equal("an update with an old resourceVersion conflicts", (status, answer["reason"]), (409, "Conflict"))


def events(c, api):
    """They are stored with a lease, which nobody keeps alive."""
    made = api.need("POST", "/api/v1/namespaces/space-3/events", {
        "metadata": {"name": "brief"}, "involvedObject": {"kind": "Namespace", "name": "space-3", "namespace": "space-3"},
        "reason": "Seen", "message": "soon gone", "type": "Normal"})
    c.equal("an event is there", made["message"], "soon gone")
    gone = lambda: api.request("GET", "/api/v1/namespaces/space-3/events/brief")[0] == 404
    until("the event expires", gone, 20)
    c.holds("an event goes with its lease", gone())
