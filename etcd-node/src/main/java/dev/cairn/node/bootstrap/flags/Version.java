// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The etcd version this member reports. Clients switch features by it, so it names a real release. */
public final class Version {
    public static final String CURRENT = "3.7.1";

    private static final Map<String, String> COMPATIBLE =
            Map.of("3.4", "3.4.45", "3.5", "3.5.33", "3.6", "3.6.14", "3.7", CURRENT);

    private Version() {}

    /** The commit that this was built from, abbreviated; {@code none} where the build knew of none. */
    public static String commit() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("commit");
    }

    /** What Go calls a processor that Java calls by this name. */
    public static String goArchitecture(String javaName) {
        return switch (javaName) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> javaName;
        };
    }

    /** The release to report for {@code --compat-version}; the current one when it is empty. */
    public static String reported(String compatVersion) {
        if (compatVersion.isEmpty()) {
            return CURRENT;
        }
        String[] parts = compatVersion.split("\\.", -1);
        String release =
                !compatVersion.matches("\\d+\\.\\d+(\\.\\d+)?") ? null : COMPATIBLE.get(parts[0] + "." + parts[1]);
        if (release == null) {
            throw Values.invalid("compat-version", compatVersion, "expected 3.4, 3.5, 3.6 or 3.7");
        }
        return parts.length > 2 ? compatVersion : release;
    }
}
