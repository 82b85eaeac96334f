// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.tls.ClientTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Any S3-compatible store. Checksum trailers and chunked bodies are off where the protocol does not require them, since
 * stores other than AWS refuse them; what was stored is proven by SHA-256 on the way back.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private final S3Location location;
    private final S3Client client;

    public S3ObjectStore(S3Location location) {
        this.location = location;
        this.client = client(location);
    }

    private static S3Client client(S3Location location) {
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT);
        if (location.caFile() != null) {
            TrustManager[] authorities =
                    ClientTrust.of(location.caFile(), null, null).authorities().toArray(TrustManager[]::new);
            http.tlsTrustManagersProvider(() -> authorities);
        }
        var builder = S3Client.builder()
                .httpClientBuilder(http)
                .region(Region.of(location.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials(location)))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .forcePathStyle(location.forcePathStyle())
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build());
        if (location.endpoint() != null) {
            builder.endpointOverride(location.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentials credentials(S3Location location) {
        return location.sessionToken() == null
                ? AwsBasicCredentials.create(location.accessKeyId(), location.secretAccessKey())
                : AwsSessionCredentials.create(
                        location.accessKeyId(), location.secretAccessKey(), location.sessionToken());
    }

    @Override
    public void put(String key, Path file, Map<String, String> metadata) {
        if (sizeOf(file) > MultipartUpload.SINGLE_PUT_BYTES) {
            attempt(key, () -> new MultipartUpload(client, location.bucket(), key).send(file, metadata));
            return;
        }
        attempt(
                key,
                () -> client.putObject(
                        put -> put.bucket(location.bucket()).key(key).metadata(metadata), RequestBody.fromFile(file)));
    }

    @Override
    public Map<String, String> get(String key, Path file) {
        return attempt(key, () -> {
            try (ResponseInputStream<GetObjectResponse> object =
                    client.getObject(get -> get.bucket(location.bucket()).key(key))) {
                Files.copy(object, file);
                return object.response().metadata();
            } catch (IOException e) {
                throw new AgentException(
                        Reason.UNREACHABLE, "downloading " + key + " from " + location + " broke off: " + e, e);
            }
        });
    }

    @Override
    public Map<String, String> metadata(String key) {
        return attempt(
                key,
                () -> client.headObject(head -> head.bucket(location.bucket()).key(key))
                        .metadata());
    }

    @Override
    public List<String> abortUploads(String prefix, Instant begunBefore) {
        return attempt(prefix, () -> {
            List<String> aborted = new ArrayList<>();
            client
                    .listMultipartUploadsPaginator(
                            list -> list.bucket(location.bucket()).prefix(prefix))
                    .uploads()
                    .stream()
                    // Not every store heeds the prefix.
                    .filter(each ->
                            each.key().startsWith(prefix) && each.initiated().isBefore(begunBefore))
                    .forEach(each -> {
                        client.abortMultipartUpload(abort ->
                                abort.bucket(location.bucket()).key(each.key()).uploadId(each.uploadId()));
                        aborted.add(each.key());
                    });
            return aborted;
        });
    }

    @Override
    public List<String> list(String prefix) {
        return attempt(prefix, () -> {
            List<String> keys = new ArrayList<>();
            client.listObjectsV2Paginator(list -> list.bucket(location.bucket()).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .sorted()
                    .forEach(keys::add);
            return keys;
        });
    }

    @Override
    public void delete(String key) {
        attempt(
                key,
                () -> client.deleteObject(
                        delete -> delete.bucket(location.bucket()).key(key)));
    }

    private <T> T attempt(String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw S3Failures.explain(e, key, location);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot read " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
