// SPDX-License-Identifier: Apache-2.0
/** The scenes, one a class, and the programs that play in them. {@code e2e/scenes/run.sh} plays them. */
package dev.cairn.e2e.scene;
