// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

/**
 * What only a member with an empty disk looks at.
 *
 * @param cluster {@code --initial-cluster}: {@code name=url,name2=url2}
 * @param token {@code --initial-cluster-token}
 * @param newCluster {@code --initial-cluster-state=new}
 */
public record InitialFlags(String cluster, String token, boolean newCluster) {}
