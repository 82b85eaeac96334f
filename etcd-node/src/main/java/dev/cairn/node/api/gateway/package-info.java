// SPDX-License-Identifier: Apache-2.0
/**
 * etcd's JSON gateway: POST a request as JSON to {@code /v3/…}, get the response as JSON, streams as a line per message.
 * The routes are a table over the generated service descriptors; calls go through an in-process channel to the very
 * services that gRPC clients reach. Imports {@code api.http} and {@code wire}. Start at {@link
 * dev.cairn.node.api.gateway.JsonGateway}.
 */
package dev.cairn.node.api.gateway;
