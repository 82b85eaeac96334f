// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import static dev.cairn.node.image.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Bucket;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStatusTest {
    @TempDir
    Path dir;

    @Test
    void countsLiveKeysAndNamesTheLastRevision() throws IOException {
        MemoryTables tables = new MemoryTables()
                .put(Bucket.KEY, Images.revision(2, 0), Images.keyValue("a", 2, bytes("1")))
                .put(Bucket.KEY, Images.revision(3, 0), Images.keyValue("b", 3, bytes("1")))
                .put(Bucket.KEY, Images.revision(4, 0), Images.keyValue("a", 4, bytes("2")))
                .put(Bucket.KEY, Images.tombstone(5, 0), new byte[] {0x0a, 1, 'b'})
                .put(Bucket.META, bytes("storageVersion"), bytes("3.6.0"));
        ImageStatus status = status(tables);
        assertThat(status.totalKeys()).isEqualTo(1);
        assertThat(status.revision()).isEqualTo(5);
        assertThat(status.version()).isEqualTo("3.6.0");
        assertThat(status.totalSizeBytes()).isEqualTo(5 * 4096);
        assertThat(status.hash()).isEqualTo(Images.hash(tables));
    }

    @Test
    void recordThatIsNoRevisionIsNamed() {
        assertThatThrownBy(() -> status(new MemoryTables().put(Bucket.KEY, bytes("xyz"), new byte[0])))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cannot parse revision key: 78797a");
        assertThatThrownBy(() ->
                        status(new MemoryTables().put(Bucket.KEY, Images.revision(2, 0), new byte[] {(byte) 0x9a})))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("cannot unmarshal value");
    }

    private ImageStatus status(MemoryTables tables) throws IOException {
        try (ImageReader image = ImageReader.open(Images.write(tables, dir.resolve("image")))) {
            return ImageStatus.of(image);
        }
    }
}
