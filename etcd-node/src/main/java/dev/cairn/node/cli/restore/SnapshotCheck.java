// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

import dev.cairn.node.image.ImageException;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.image.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** Looks at a snapshot from end to end before anything is made of it. */
final class SnapshotCheck {
    private SnapshotCheck() {}

    /** Opens a snapshot that passed; {@link RestoreException} says what is wrong, in etcdutl's words where it has some. */
    static ImageReader open(Path path, boolean skipHashCheck) throws IOException {
        SnapshotFile file = new SnapshotFile(path);
        if (!skipHashCheck) {
            checkDigest(file);
        }
        ImageReader image;
        try {
            image = ImageReader.open(path);
        } catch (ImageException e) {
            throw new RestoreException(path + ": " + e.getMessage());
        }
        List<String> findings = image.check();
        if (!findings.isEmpty()) {
            image.close();
            throw new RestoreException("snapshot file integrity check failed. " + findings.size() + " errors found.\n"
                    + String.join("\n", findings));
        }
        return image;
    }

    private static void checkDigest(SnapshotFile file) throws IOException {
        if (!file.hasDigest()) {
            throw new RestoreException("snapshot missing hash but --skip-hash-check=false");
        }
        SnapshotFile.Digests digests = file.digests();
        if (!digests.match()) {
            throw new RestoreException(
                    "expected sha256 " + decimal(digests.stored()) + ", got " + decimal(digests.computed()));
        }
    }

    private static String decimal(byte[] bytes) {
        StringJoiner text = new StringJoiner(" ", "[", "]");
        for (byte each : bytes) {
            text.add(Integer.toString(each & 0xFF));
        }
        return text.toString();
    }
}
