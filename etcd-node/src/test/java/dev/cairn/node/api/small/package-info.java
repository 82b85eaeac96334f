// SPDX-License-Identifier: Apache-2.0
/** A member small enough to read: a sorted map, a list of events, no disk and no raft. The API's tests serve it. */
package dev.cairn.node.api.small;
