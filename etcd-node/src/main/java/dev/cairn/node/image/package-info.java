// SPDX-License-Identifier: Apache-2.0
/**
 * etcd's database image (a bbolt file, data file version 2): the client snapshot, the snapshot for a lagging follower
 * and the body of a backup. Owns the format, its writer, a reader that trusts no offset, the hash that
 * {@code snapshot status} prints, and bulk loading into a fresh store. May import {@code storage} and {@code wire}.
 *
 * <p>Start reading at {@link dev.cairn.node.image.ImageWriter}, then {@link dev.cairn.node.image.ImageReader};
 * {@link dev.cairn.node.image.SnapshotFile} is an image with its SHA-256 behind it, as clients save it.
 */
package dev.cairn.node.image;
