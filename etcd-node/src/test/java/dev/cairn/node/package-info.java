// SPDX-License-Identifier: Apache-2.0
/**
 * What is true of the whole node: its packages, its documents and its licences. Tests of a package lie in the package
 * itself; {@code sim} runs whole members from a seed, {@code process} runs real ones, {@code testkit} is for all.
 */
package dev.cairn.node;
