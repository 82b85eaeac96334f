// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.S3Gateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a run that was killed in the midst of a large upload leaves in a real S3 server. */
class AbandonedUploadsIT {
    @TempDir
    Path dir;

    @Test
    void onlyOldUploadsBelowThePrefixAreEnded() throws IOException {
        try (S3Gateway gateway = S3Gateway.start(Files.createDirectory(dir.resolve("buckets")));
                S3Client client = client(gateway);
                S3ObjectStore store = store(gateway)) {
            gateway.createBucket("backups");
            begin(client, "a/own/1.snap");
            begin(client, "a/own-other/1.snap");
            Instant now = Instant.now();
            assertThat(store.abortUploads("a/own/", now.minus(Duration.ofDays(1))))
                    .isEmpty();
            assertThat(store.abortUploads("a/own/", now.plus(Duration.ofDays(1))))
                    .containsExactly("a/own/1.snap");
            assertThat(client.listMultipartUploads(list -> list.bucket("backups"))
                            .uploads())
                    .singleElement()
                    .satisfies(each -> assertThat(each.key()).isEqualTo("a/own-other/1.snap"));
        }
    }

    private static void begin(S3Client client, String key) {
        String upload = client.createMultipartUpload(
                        create -> create.bucket("backups").key(key))
                .uploadId();
        client.uploadPart(
                part -> part.bucket("backups").key(key).uploadId(upload).partNumber(1),
                RequestBody.fromString("half of it"));
    }

    private static S3Client client(S3Gateway gateway) {
        return S3Client.builder()
                .endpointOverride(URI.create(gateway.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Gateway.ACCESS_KEY, S3Gateway.SECRET_KEY)))
                .build();
    }

    private static S3ObjectStore store(S3Gateway gateway) {
        return new S3ObjectStore(new S3Location(
                "backups",
                URI.create(gateway.endpoint()),
                "us-east-1",
                true,
                null,
                S3Gateway.ACCESS_KEY,
                S3Gateway.SECRET_KEY,
                null));
    }
}
