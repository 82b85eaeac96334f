// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.wire.etcdserverpb.ResponseHeader;

/** What all responses of one round have in common. */
record Delivery(ResponseHeader header, long compactRevision) {}
