// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.backup.store.AgentException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final String FOLDER = ObjectName.folder("/backups/", "prod", "demo");

    private final MemoryObjectStore store = new MemoryObjectStore();

    private ObjectName name(int minute) {
        return ObjectName.in(FOLDER, Instant.parse("2026-11-21T08:00:00Z").plusSeconds(60L * minute), 0x1f);
    }

    private void put(String key) {
        store.objects.put(key, new MemoryObjectStore.Stored(new byte[0], Map.of()));
    }

    private void backup(int minute) {
        put(name(minute).key());
    }

    @Test
    void namesSortByAge() {
        assertThat(name(0).key()).isEqualTo("backups/prod/demo/20261121T080000Z-000000000000001f.snap");
        assertThat(ObjectName.folder("", "prod", "demo")).isEqualTo("prod/demo/");
        assertThat(name(9).key()).isLessThan(name(10).key());
        assertThatThrownBy(() -> ObjectName.of("backups/prod/demo/other.txt"))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("other.txt");
    }

    @Test
    void theNewestBackupsStay() {
        for (int minute = 0; minute < 5; minute++) {
            backup(minute);
        }
        assertThat(new Retention(store, FOLDER).prune(2)).containsExactly(name(0).key(), name(1).key(), name(2).key());
        assertThat(store.objects).containsOnlyKeys(name(3).key(), name(4).key());
    }

    @Test
    void tooFewBackupsAreAllKept() {
        backup(0);
        backup(1);
        assertThat(new Retention(store, FOLDER).prune(2)).isEmpty();
        assertThat(new Retention(store, FOLDER).prune(3)).isEmpty();
        assertThat(store.objects).hasSize(2);
    }

    @Test
    void foreignObjectsAreNeverTouched() {
        put(FOLDER + "README");
        put(FOLDER + "20200101T000000Z-01.snap");
        put(ObjectName.folder("backups", "prod", "demo-2") + "20200101T000000Z-0000000000000001.snap");
        backup(1);
        backup(2);
        assertThat(new Retention(store, FOLDER).prune(1)).containsExactly(name(1).key());
        assertThat(store.objects).hasSize(4);
    }
}
