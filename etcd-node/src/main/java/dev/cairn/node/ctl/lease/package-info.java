// SPDX-License-Identifier: Apache-2.0
/** Commands on leases. Start at {@link dev.cairn.node.ctl.lease.LeaseCommand}. */
package dev.cairn.node.ctl.lease;
