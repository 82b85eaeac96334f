// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import dev.cairn.node.backup.store.AgentException.Reason;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds the reason in what the SDK throws. */
final class S3Failures {
    /** S3's, and last that of versitygw for an access key which nobody has. */
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "Forbidden",
            "XAdminUserNotFound");

    private static final Set<String> NOT_FOUND = Set.of("NoSuchKey", "NotFound", "");

    private S3Failures() {}

    static AgentException explain(SdkException failure, String key, S3Location location) {
        if (!(failure instanceof AwsServiceException service)) {
            return new AgentException(
                    Reason.UNREACHABLE, "cannot reach " + location + ": " + innermost(failure), failure);
        }
        String code = service.awsErrorDetails() == null
                ? ""
                : String.valueOf(service.awsErrorDetails().errorCode());
        String detail = code.isEmpty() ? "HTTP " + service.statusCode() : code;
        if (DENIED.contains(code) || service.statusCode() == 401 || service.statusCode() == 403) {
            return new AgentException(
                    Reason.ACCESS_DENIED,
                    location + " refuses the credentials (" + detail + "): " + message(service),
                    failure);
        }
        if (code.equals("NoSuchBucket")) {
            return new AgentException(Reason.NO_SUCH_BUCKET, location + " does not exist", failure);
        }
        if (service.statusCode() == 404 && NOT_FOUND.contains(code)) {
            return new AgentException(Reason.NOT_FOUND, location + " has no object " + key, failure);
        }
        Reason reason = service.statusCode() >= 500 ? Reason.UNREACHABLE : Reason.INTERNAL;
        return new AgentException(reason, location + " answered " + detail + ": " + message(service), failure);
    }

    private static String message(AwsServiceException failure) {
        return failure.awsErrorDetails() == null
                ? failure.getMessage()
                : failure.awsErrorDetails().errorMessage();
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
