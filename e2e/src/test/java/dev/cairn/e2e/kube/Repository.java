// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.kube;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this work tree, wherever in it a test is started. */
public final class Repository {
    private Repository() {}

    public static Path path(String relative) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("e2e/kube/up.sh"))) {
                return at.resolve(relative);
            }
        }
        throw new IllegalStateException(
                "not inside the repository: " + Path.of("").toAbsolutePath());
    }
}
