// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import java.util.List;

/** Everything one transaction changed: its main revision, and its changes in the order they were made; never empty. */
public record RevisionEvents(long revision, List<StoredEvent> events) {}
