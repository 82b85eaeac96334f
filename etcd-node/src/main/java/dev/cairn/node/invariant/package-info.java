// SPDX-License-Identifier: Apache-2.0
/** Checks of what must always hold. Imports nothing, and everybody may import it, the pure core included. */
package dev.cairn.node.invariant;
