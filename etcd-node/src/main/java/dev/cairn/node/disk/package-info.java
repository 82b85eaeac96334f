// SPDX-License-Identifier: Apache-2.0
/**
 * The port {@link dev.cairn.node.disk.Disk} through which the log, received images, the directory's identity and the
 * store's pointer reach a disk, and the real one. Imports nothing of ours.
 */
package dev.cairn.node.disk;
