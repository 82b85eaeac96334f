// SPDX-License-Identifier: Apache-2.0
/** A proxy that is broken on purpose, for the checkers to find. Imports {@code process.cluster} and {@code wire}. */
package dev.cairn.node.process.proxy;
