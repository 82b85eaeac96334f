// SPDX-License-Identifier: Apache-2.0
/**
 * Responses assembled from bytes that are already protobuf: key-value records and events travel from storage to the
 * socket without being decoded. Start at {@link dev.cairn.node.wire.splice.Encoded}.
 */
package dev.cairn.node.wire.splice;
