// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import java.net.URI;
import java.nio.file.Path;

/**
 * A bucket and the way in.
 *
 * @param endpoint null for AWS itself
 * @param forcePathStyle bucket in the path, not in the host name; most stores that are not AWS want it
 * @param caFile authorities that the endpoint's certificate may come from, or null for the system's
 * @param sessionToken null but for temporary credentials
 */
public record S3Location(
        String bucket,
        URI endpoint,
        String region,
        boolean forcePathStyle,
        Path caFile,
        String accessKeyId,
        String secretAccessKey,
        String sessionToken) {
    @Override
    public String toString() {
        return "bucket " + bucket + (endpoint == null ? "" : " at " + endpoint);
    }
}
