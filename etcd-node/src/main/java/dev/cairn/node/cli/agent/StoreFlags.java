// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.backup.store.ObjectStore;
import dev.cairn.node.backup.store.S3Location;
import dev.cairn.node.backup.store.S3ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The bucket, and the way in. */
final class StoreFlags {
    @Option(names = "--bucket", required = true, paramLabel = "name", description = "the bucket")
    private String bucket;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "the store's URL (default: AWS)")
    private URI endpoint;

    @Option(
            names = "--region",
            defaultValue = "us-east-1",
            paramLabel = "name",
            description = "the store's region (default ${DEFAULT-VALUE})")
    private String region;

    @Option(
            names = "--force-path-style",
            arity = "0..1",
            fallbackValue = "true",
            description = "name the bucket in the path, not in the host name")
    private boolean forcePathStyle;

    @Option(
            names = "--s3-ca-file",
            paramLabel = "file",
            description = "authorities that the store's certificate may come from (default: the system's)")
    private Path caFile;

    /** With credentials from AWS' own environment variables. */
    ObjectStore open(Map<String, String> environment) {
        if (endpoint != null && (endpoint.getScheme() == null || endpoint.getHost() == null)) {
            throw new AgentException(
                    Reason.INVALID_ARGUMENT, "--s3-endpoint \"" + endpoint + "\" is not of the form https://host:port");
        }
        return new S3ObjectStore(new S3Location(
                bucket,
                endpoint,
                region,
                forcePathStyle,
                caFile,
                required(environment, "AWS_ACCESS_KEY_ID"),
                required(environment, "AWS_SECRET_ACCESS_KEY"),
                environment.get("AWS_SESSION_TOKEN")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new AgentException(Reason.INVALID_ARGUMENT, "the environment variable " + name + " is not set");
        }
        return value;
    }
}
