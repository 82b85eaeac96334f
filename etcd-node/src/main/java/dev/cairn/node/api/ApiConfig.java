// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;

/**
 * What the flags say about the client port. {@code electionTicks}: raft ticks per election timeout; {@code gateway}:
 * serve the JSON gateway.
 */
public record ApiConfig(GrpcLimits limits, HttpGuards guards, int electionTicks, boolean gateway) {}
