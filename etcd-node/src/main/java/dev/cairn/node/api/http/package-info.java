// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1.1 on the client port and the metrics port: one exchange at a time per connection, the status pages of etcd
 * ({@code /version}, {@code /health}, {@code /livez}, {@code /readyz}, {@code /metrics}), CORS and the host whitelist.
 * Imports {@code server} and {@code wire}. Start at {@link dev.cairn.node.api.http.HttpRouter}.
 */
package dev.cairn.node.api.http;
