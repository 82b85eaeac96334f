// SPDX-License-Identifier: Apache-2.0
/** What clients may ask, answered over the stages. Start at {@code RaftKv}. */
package dev.cairn.node.server.service;
