// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

/** Whether all members are meant or those that were named. */
interface EndpointScope {
    boolean cluster();
}
