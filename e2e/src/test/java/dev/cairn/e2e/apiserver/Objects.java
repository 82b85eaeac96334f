// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.e2e.apiserver.SeenWatch.Seen;
import dev.cairn.e2e.check.Checks;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Namespaces, a custom resource, server-side apply, events that expire. */
final class Objects {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String DEFINITION = DEFINITIONS + "/widgets.example.dev";
    private static final String WIDGETS = "/apis/example.dev/v1/namespaces/space-1/widgets";
    private static final int MADE = 20;
    private static final String CRD = """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "widgets.example.dev"},
             "spec": {
               "group": "example.dev", "scope": "Namespaced",
               "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"},
               "versions": [{
                 "name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                   "spec": {"type": "object", "properties": {"size": {"type": "integer", "maximum": 1000}}},
                   "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}}}}}}]}}
            """;

    private final Checks checks;
    private final Api api;
    private final KubernetesClient client;

    Objects(Checks checks, Api api, KubernetesClient client) {
        this.checks = checks;
        this.api = api;
        this.client = client;
    }

    void namespaces() {
        for (int n = 0; n < 5; n++) {
            api.need(
                    "POST",
                    NAMESPACES,
                    "{\"metadata\": {\"name\": \"space-%d\", \"labels\": {\"n\": \"%d\"}}}".formatted(n, n));
        }
        checks.equal(
                "namespaces: five created and listed in order",
                names(api.get(NAMESPACES)).stream()
                        .filter(name -> name.startsWith("space-"))
                        .toList(),
                IntStream.range(0, 5).mapToObj(n -> "space-" + n).toList());
        checks.equal(
                "namespaces: one by its label",
                names(api.get(NAMESPACES + "?labelSelector=n%3D3")),
                List.of("space-3"));
        checks.equal(
                "namespaces: a name that is taken",
                api.ask("POST", NAMESPACES, "{\"metadata\": {\"name\": \"space-0\"}}")
                        .reason(),
                Api.CONFLICT + " AlreadyExists");
    }

    static List<String> names(JsonNode list) {
        return items(list, "/metadata/name");
    }

    private static List<String> items(JsonNode list, String pointer) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(each -> each.at(pointer).asText())
                .toList();
    }

    void customResources() {
        api.need("POST", DEFINITIONS, CRD);
        Checks.until("the custom resource is established", PATIENCE, this::isEstablished);
        Checks.until(
                "the custom resource is served",
                PATIENCE,
                () -> api.ask("GET", WIDGETS, null).status() == Api.OK);
        List<Seen> wrote = new ArrayList<>();
        try (SeenWatch watch =
                new SeenWatch(client, "example.dev/v1", "Widget", "space-1", Api.version(api.get(WIDGETS)))) {
            JsonNode made = null;
            for (int n = 0; n < MADE; n++) {
                made = api.need("POST", WIDGETS, widget("w%02d".formatted(n), n));
                wrote.add(new Seen("ADDED", Api.version(made)));
            }
            ((ObjectNode) made).putObject("status").put("ready", true);
            long changed = Api.version(api.need("PUT", WIDGETS + "/w19/status", made.toString()));
            wrote.add(new Seen("MODIFIED", changed));
            api.need("DELETE", WIDGETS + "/w00", null);
            // A deletion's revision is only told by the watch.
            watch.awaitVersion(changed + 1);
            wrote.add(new Seen("DELETED", watch.seen().getLast().version()));
            checks.equal("custom resource: a watch sees every resourceVersion of its objects", watch.seen(), wrote);
        }
        JsonNode items = api.get(WIDGETS);
        checks.equal(
                "custom resource: its objects",
                names(items),
                IntStream.range(1, MADE).mapToObj("w%02d"::formatted).toList());
        checks.equal(
                "custom resource: their specifications",
                items(items, "/spec/size"),
                IntStream.range(1, MADE).mapToObj(String::valueOf).toList());
        checks.equal(
                "custom resource: status is kept apart",
                items.path("items").path(MADE - 2).path("status").toString(),
                "{\"ready\":true}");
        checks.equal(
                "custom resource: its schema is kept",
                api.ask("POST", WIDGETS, widget("big", 1001)).reason(),
                Api.INVALID + " Invalid");
        api.need("DELETE", DEFINITION, null);
        Checks.until(
                "the custom resource is gone",
                PATIENCE,
                () -> api.ask("GET", DEFINITION, null).status() == Api.NOT_FOUND);
        checks.equal(
                "custom resource: deleted with its objects",
                api.ask("GET", WIDGETS, null).status(),
                Api.NOT_FOUND);
    }

    private boolean isEstablished() {
        for (JsonNode each : api.get(DEFINITION).at("/status/conditions")) {
            if (each.path("type").asText().equals("Established")
                    && each.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private static String widget(String name, int size) {
        return """
                {"apiVersion": "example.dev/v1", "kind": "Widget", "metadata": {"name": "%s"}, "spec": {"size": %d}}
                """.formatted(name, size);
    }

    void apply() {
        String path = NAMESPACES + "/space-2/configmaps/applied";
        String both = applied("{\"colour\": \"red\", \"size\": \"1\"}");
        JsonNode made = Api.good("apply", api.apply(path, "alice", both));
        checks.equal(
                "server-side apply makes an object",
                made.at("/data").toString(),
                "{\"colour\":\"red\",\"size\":\"1\"}");
        checks.equal(
                "server-side apply of the same changes nothing",
                Api.version(Api.good("apply", api.apply(path, "alice", both))),
                Api.version(made));
        String blue = applied("{\"colour\": \"blue\"}");
        Api.Answer conflict = api.apply(path, "bob", blue);
        checks.equal("server-side apply of another's field conflicts", conflict.reason(), Api.CONFLICT + " Conflict");
        checks.holds(
                "the conflict names manager and field",
                conflict.object().path("message").asText().contains("conflict with \"alice\"")
                        && conflict.object()
                                .at("/details/causes/0/field")
                                .asText()
                                .equals(".data.colour"),
                conflict.object());
        JsonNode forced = Api.good("apply", api.apply(path, "bob&force=true", blue));
        checks.equal(
                "server-side apply with force takes the field over",
                forced.at("/data").toString(),
                "{\"colour\":\"blue\",\"size\":\"1\"}");
        Map<String, List<String>> owners = new TreeMap<>();
        forced.at("/metadata/managedFields")
                .forEach(each -> owners.put(each.path("manager").asText(), fields(each.at("/fieldsV1/f:data"))));
        checks.equal(
                "each field has its owner", owners, Map.of("alice", List.of("f:size"), "bob", List.of("f:colour")));
        JsonNode dropped = Api.good("apply", api.apply(path, "alice", applied("{}")));
        checks.equal("a field that its owner drops goes", dropped.at("/data").toString(), "{\"colour\":\"blue\"}");
        ((ObjectNode) made.path("data")).put("size", "2");
        checks.equal(
                "an update with an old resourceVersion conflicts",
                api.ask("PUT", path, made.toString()).reason(),
                Api.CONFLICT + " Conflict");
    }

    private static List<String> fields(JsonNode owned) {
        List<String> fields = new ArrayList<>();
        owned.fieldNames().forEachRemaining(fields::add);
        fields.remove(".");
        return fields.stream().sorted().toList();
    }

    private static String applied(String data) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"applied\"}, \"data\": "
                + data + "}";
    }

    /** They are stored with a lease, which nobody keeps alive. */
    void events() {
        String path = NAMESPACES + "/space-3/events";
        JsonNode made = api.need("POST", path, """
                {"metadata": {"name": "brief"},
                 "involvedObject": {"kind": "Namespace", "name": "space-3", "namespace": "space-3"},
                 "reason": "Seen", "message": "soon gone", "type": "Normal"}
                """);
        checks.equal("an event is there", made.path("message").asText(), "soon gone");
        Checks.until(
                "the event expires",
                PATIENCE,
                () -> api.ask("GET", path + "/brief", null).status() == Api.NOT_FOUND);
        checks.equal(
                "an event goes with its lease",
                api.ask("GET", path + "/brief", null).status(),
                Api.NOT_FOUND);
    }
}
