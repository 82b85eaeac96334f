// SPDX-License-Identifier: Apache-2.0
/** The stages of a write as objects, and who waits for them: raft loop, log writer, apply, flusher. Start at {@code RaftLoop}. */
package dev.cairn.node.server.stage;
