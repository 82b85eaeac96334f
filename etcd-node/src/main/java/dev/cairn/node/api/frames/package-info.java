// SPDX-License-Identifier: Apache-2.0
/** What a client's HTTP/2 frames may be before gRPC sees them, and what they may cost. Start at {@code GrpcFrames}. */
package dev.cairn.node.api.frames;
