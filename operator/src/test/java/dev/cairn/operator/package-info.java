// SPDX-License-Identifier: Apache-2.0
/**
 * What is true of the whole operator. Tests of a package lie in the package itself; {@code testkit} has the API server,
 * the members and the clusters that they run on.
 */
package dev.cairn.operator;
