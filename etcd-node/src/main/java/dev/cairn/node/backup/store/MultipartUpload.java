// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object too large for one put, in parts; it appears when the last part is there, or not at all. */
final class MultipartUpload {
    /** S3 takes 5 GiB at once, and up to 10,000 parts. */
    static final long SINGLE_PUT_BYTES = 4L << 30;

    private static final int PART_BYTES = 64 << 20;

    private final S3Client client;
    private final String bucket;
    private final String key;

    MultipartUpload(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
    }

    CompleteMultipartUploadResponse send(Path file, Map<String, String> metadata) {
        String upload = client.createMultipartUpload(
                        create -> create.bucket(bucket).key(key).metadata(metadata))
                .uploadId();
        try {
            List<CompletedPart> parts = sendParts(file, upload);
            return client.completeMultipartUpload(complete ->
                    complete.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
        } catch (SdkException | UncheckedIOException e) {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
            throw e;
        }
    }

    private List<CompletedPart> sendParts(Path file, String upload) {
        List<CompletedPart> parts = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] part = in.readNBytes(PART_BYTES); part.length > 0; part = in.readNBytes(PART_BYTES)) {
                int number = parts.size() + 1;
                String tag = client.uploadPart(
                                send -> send.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number),
                                RequestBody.fromBytes(part))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }
}
