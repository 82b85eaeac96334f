// SPDX-License-Identifier: Apache-2.0
/**
 * What a disk has after a power cut: reads the journal that {@code src/test/c/powercut.c} keeps and brings files and
 * directories to what was synced. Imports nothing of ours. Start at {@link dev.cairn.node.process.disk.CutDisk}.
 */
package dev.cairn.node.process.disk;
