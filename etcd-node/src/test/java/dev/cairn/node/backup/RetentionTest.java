// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.backup.store.AgentException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final String FOLDER = ObjectName.folder("/backups/", "prod", "demo");
    private static final BackupOwner HOURLY = new BackupOwner("c1", "hourly-uid");
    private static final BackupOwner WEEKLY = new BackupOwner("c1", "weekly-uid");

    private final MemoryObjectStore store = new MemoryObjectStore();

    private static String name(String folder, int minute) {
        Instant time = Instant.parse("2026-11-21T08:00:00Z").plusSeconds(60L * minute);
        return ObjectName.in(folder, time, 0x1f).key();
    }

    private String put(String key, Map<String, String> metadata) {
        store.objects.put(key, new MemoryObjectStore.Stored(new byte[0], metadata));
        return key;
    }

    private String backup(String folder, BackupOwner owner, int minute) {
        String key = name(owner.folderIn(folder), minute);
        return put(key, record(key, owner.clusterId(), owner.uid()));
    }

    private static Map<String, String> record(String key, String clusterId, String uid) {
        return new BackupRecord(1, key, "", "prod", "demo", "b", clusterId, uid, 31, -1, 1, 1, 1, "ab", "3.7.0")
                .toMetadata();
    }

    private List<String> prune(BackupOwner owner, int keepLast) {
        return new Retention(store, FOLDER, owner).prune(keepLast);
    }

    @Test
    void namesSortByAge() {
        String folder = HOURLY.folderIn(FOLDER);
        assertThat(name(folder, 0)).isEqualTo("backups/prod/demo/c1/hourly-uid/20261121T080000Z-000000000000001f.snap");
        assertThat(ObjectName.folder("", "prod", "demo")).isEqualTo("prod/demo/");
        assertThat(name(folder, 9)).isLessThan(name(folder, 10));
    }

    @Test
    void anyObjectCanBeNamedAndNoFolder() {
        assertThat(ObjectName.of("by-hand/etcd snapshot.db").key()).isEqualTo("by-hand/etcd snapshot.db");
        for (String bad : List.of("", " ", "backups/")) {
            assertThatThrownBy(() -> ObjectName.of(bad)).isInstanceOf(AgentException.class);
        }
    }

    @Test
    void theNewestBackupsStay() {
        List<String> all = IntStream.range(0, 5)
                .mapToObj(minute -> backup(FOLDER, HOURLY, minute))
                .toList();
        assertThat(prune(HOURLY, 2)).isEqualTo(all.subList(0, 3));
        assertThat(store.objects.keySet()).containsExactlyElementsOf(all.subList(3, 5));
    }

    @Test
    void tooFewBackupsAreAllKept() {
        backup(FOLDER, HOURLY, 0);
        backup(FOLDER, HOURLY, 1);
        assertThat(prune(HOURLY, 2)).isEmpty();
        assertThat(prune(HOURLY, 3)).isEmpty();
        assertThat(store.objects).hasSize(2);
    }

    @Test
    void anOwnersBackupsAreNeitherCountedNorTouchedForAnother() {
        List<String> others = List.of(
                backup(FOLDER, WEEKLY, 0),
                backup(FOLDER, WEEKLY, 9),
                backup(FOLDER, new BackupOwner("c2", "hourly-uid"), 0),
                backup(FOLDER, new BackupOwner("c1", ""), 0));
        String own = backup(FOLDER, HOURLY, 1);
        String newest = backup(FOLDER, HOURLY, 2);
        assertThat(prune(HOURLY, 1)).containsExactly(own);
        assertThat(store.objects.keySet()).containsAll(others).contains(newest);
    }

    /** With prefix {@code a}, namespace b, cluster c, and prefix {@code a/b}, namespace c, cluster d. */
    @Test
    void aFolderInsideAFolderIsAnothers() {
        String outer = ObjectName.folder("a", "b", "c");
        String inner = ObjectName.folder("a/b", "c", "d");
        assertThat(inner).startsWith(outer);
        String foreign = backup(inner, WEEKLY, 0);
        String nested = put(name(HOURLY.folderIn(outer) + "more/", 0), record("x", HOURLY.clusterId(), HOURLY.uid()));
        backup(outer, HOURLY, 1);
        backup(outer, HOURLY, 2);
        new Retention(store, outer, HOURLY).prune(1);
        assertThat(store.objects).containsKeys(foreign, nested).hasSize(3);
    }

    @Test
    void whatCannotBeProvenToBeOwnStays() {
        String folder = HOURLY.folderIn(FOLDER);
        List<String> foreign = List.of(
                put(name(FOLDER, 0), record("x", null, null)),
                put(name(FOLDER, 1), Map.of()),
                put(name(folder, 2), Map.of()),
                put(name(folder, 3), Map.of("record", "{")),
                put(name(folder, 4), record("x", "c1", "weekly-uid")),
                put(name(folder, 5), record("x", null, null)),
                put(folder + "README", record("x", "c1", "hourly-uid")),
                put(folder + "20200101T000000Z-01.snap", record("x", "c1", "hourly-uid")));
        String old = backup(FOLDER, HOURLY, 6);
        backup(FOLDER, HOURLY, 7);
        assertThat(prune(HOURLY, 1)).containsExactly(old);
        assertThat(store.objects.keySet()).containsAll(foreign);
    }

    @Test
    void whoDoesNotSayWhoHeIsPrunesNothing() {
        BackupOwner nobody = new BackupOwner("c1", "");
        assertThatThrownBy(() -> prune(nobody, 1)).hasMessageContaining("--owner");
        for (String bad : List.of("../x", "a/b", ".", "a b", "x".repeat(129))) {
            assertThatThrownBy(() -> new BackupOwner("c1", bad)).isInstanceOf(AgentException.class);
            assertThatThrownBy(() -> new BackupOwner(bad, "u")).isInstanceOf(AgentException.class);
        }
    }
}
