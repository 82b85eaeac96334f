// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

/** Answers a request: now or later, from any thread, once. Called on the connection's event loop: must not block. */
@FunctionalInterface
public interface HttpRoute {
    void handle(HttpExchange exchange);
}
