// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.store;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A bucket of an S3-compatible store, and the Secret that opens it. */
@ApiType
public record S3Location(
        @Required
        @Size(min = 3, max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z0-9][-.a-z0-9]*[a-z0-9]$')",
                message = "bucket is a name of a-z, 0-9, '-' and '.'")
        @JsonPropertyDescription("Bucket; it must exist.")
        String bucket,

        @Size(max = 512)
        @ValidationRule(
                value = "!self.startsWith('/') && !self.endsWith('/')",
                message = "prefix neither begins nor ends with '/'")
        @JsonPropertyDescription("Put before every object's name, followed by '/'. Absent: none.")
        String prefix,

        @Size(max = 512)
        @ValidationRule(
                value = "self.startsWith('http://') || self.startsWith('https://')",
                message = "endpoint is a URL that begins with http:// or https://")
        @JsonPropertyDescription("URL of the store. Absent: the region's AWS endpoint.")
        String endpoint,

        @Size(max = 64)
        @ValidationRule(value = "self.matches('^[A-Za-z0-9._-]*$')", message = "region is a name such as eu-central-1")
        @JsonPropertyDescription("Region. Absent: us-east-1.")
        String region,

        @JsonPropertyDescription("Name the bucket in the path, not in the host name: most stores beside AWS want it.")
        Boolean forcePathStyle,

        @Required
        @JsonPropertyDescription("Secret in the same namespace with the keys accessKeyId and secretAccessKey.")
        SecretRef credentialsSecretRef,

        @JsonPropertyDescription("Secret in the same namespace whose key ca.crt is trusted for the endpoint.")
        SecretRef caSecretRef) {}
