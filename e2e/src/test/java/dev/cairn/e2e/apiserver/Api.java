// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.check.StockTool;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Requests to an API server as it is spoken to: path, object, status, object. */
final class Api {
    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int GONE = 410;
    static final int INVALID = 422;
    private static final int CREATED = 201;
    private static final long ANSWER_SECONDS = 60;
    private static final String JSON = "application/json";
    private static final String APPLY = "application/apply-patch+yaml";

    private final HttpClient http;
    private final String url;

    Api(KubernetesClient client, String url) {
        this.http = client.getHttpClient();
        this.url = url;
    }

    /** Status 0 where there was no answer. */
    record Answer(int status, JsonNode object) {
        boolean isGood() {
            return status == OK || status == CREATED;
        }

        String reason() {
            return status + " " + object.path("reason").asText();
        }
    }

    Answer ask(String method, String path, String body) {
        return ask(method, path, body, JSON);
    }

    /** Server-side apply. */
    Answer apply(String path, String manager, String body) {
        return ask("PATCH", path + "?fieldManager=" + manager, body, APPLY);
    }

    private Answer ask(String method, String path, String body, String contentType) {
        try {
            HttpResponse<String> answer = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(url + path)
                                    .method(method, body == null ? null : contentType, body)
                                    .build(),
                            String.class)
                    .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .join();
            return new Answer(answer.code(), StockTool.parse(answer.body()));
        } catch (CompletionException none) {
            return new Answer(0, StockTool.parse("{\"reason\": \"no answer\"}"));
        }
    }

    /** The object; any status but a good one fails the run. */
    JsonNode need(String method, String path, String body) {
        return good(method + " " + path, ask(method, path, body));
    }

    static JsonNode good(String what, Answer answer) {
        if (!answer.isGood()) {
            throw new AssertionError(what + " answered " + answer.status() + ": " + answer.object());
        }
        return answer.object();
    }

    JsonNode get(String path) {
        return need("GET", path, null);
    }

    static long version(JsonNode object) {
        return object.at("/metadata/resourceVersion").asLong();
    }
}
