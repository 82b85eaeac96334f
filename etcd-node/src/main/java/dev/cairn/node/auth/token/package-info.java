// SPDX-License-Identifier: Apache-2.0
/**
 * What a client shows instead of its password after it logged in. A member's tokens live in its memory; whose they are
 * follows from the log. Start at {@link dev.cairn.node.auth.token.Tokens}.
 */
package dev.cairn.node.auth.token;
