// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTreeTest {
    private final Random random = new Random(7);

    @Test
    void anEmptyTreeHoldsNothing() {
        assertThat(KeyTree.EMPTY.get(key(1))).isNull();
        assertThat(KeyTree.EMPTY.count(new byte[0], null)).isZero();
        assertThat(KeyTree.EMPTY.liveCount()).isZero();
        assertThat(walk(KeyTree.EMPTY, new byte[0], null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 5_000, 40_000})
    void keysInOrderAndInReverseAreAllFound(int keys) {
        KeyTree.Editor up = KeyTree.EMPTY.edit();
        KeyTree.Editor down = KeyTree.EMPTY.edit();
        for (int i = 0; i < keys; i++) {
            up.put(live(key(i), i));
            down.put(live(key(keys - 1 - i), i));
        }
        for (KeyTree tree : List.of(up.freeze(), down.freeze())) {
            assertThat(tree.liveCount()).isEqualTo(keys);
            assertThat(walk(tree, new byte[0], null)).hasSize(keys);
            assertThat(tree.get(key(keys / 2))).isNotNull();
            assertThat(tree.get(key(keys))).isNull();
            assertThat(tree.count(key(keys / 3), key(keys / 2))).isEqualTo(keys / 2 - keys / 3);
        }
    }

    /** Every tree that was once frozen still says, after all later edits, what a sorted map said at that time. */
    @ParameterizedTest
    @ValueSource(ints = {50, 30_000})
    void frozenTreesDoNotMoveUnderLaterEdits(int keySpace) {
        TreeMap<byte[], Boolean> model = new TreeMap<>(Arrays::compareUnsigned);
        KeyTree tree = KeyTree.EMPTY;
        List<KeyTree> trees = new ArrayList<>();
        List<TreeMap<byte[], Boolean>> models = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            KeyTree.Editor editor = tree.edit();
            // grow first, shrink later
            int removalsInTen = round < 20 ? 2 : 8;
            for (int i = 0; i < keySpace / 10; i++) {
                byte[] key = key(random.nextInt(keySpace));
                if (random.nextInt(10) < removalsInTen) {
                    if (model.remove(key) != null) {
                        editor.remove(key);
                    }
                } else {
                    boolean isLive = random.nextInt(4) > 0;
                    model.put(key, isLive);
                    editor.put(isLive ? live(key, i) : dead(key, i));
                }
            }
            tree = editor.freeze();
            trees.add(tree);
            models.add(new TreeMap<>(model));
        }
        KeyTree.Editor emptied = tree.edit();
        model.keySet().forEach(emptied::remove);
        assertThat(walk(emptied.freeze(), new byte[0], null)).isEmpty();
        for (int i = 0; i < trees.size(); i++) {
            verify(trees.get(i), models.get(i), keySpace);
        }
    }

    private void verify(KeyTree tree, TreeMap<byte[], Boolean> model, int keySpace) {
        assertThat(walk(tree, new byte[0], null)).containsExactlyElementsOf(model.keySet());
        for (int i = 0; i < 50; i++) {
            byte[] from = key(random.nextInt(keySpace));
            byte[] to = random.nextInt(5) == 0 ? null : key(random.nextInt(keySpace));
            boolean isEmpty = to != null && Arrays.compareUnsigned(from, to) >= 0;
            var part = to == null
                    ? model.tailMap(from)
                    : isEmpty ? new TreeMap<byte[], Boolean>() : model.subMap(from, to);
            assertThat(tree.count(from, to))
                    .isEqualTo(part.values().stream().filter(each -> each).count());
            if (!isEmpty) {
                assertThat(walk(tree, from, to)).containsExactlyElementsOf(part.keySet());
            }
            KeyEntry entry = tree.get(from);
            assertThat(entry == null ? null : entry.isLive()).isEqualTo(model.get(from));
        }
    }

    @Test
    void aHistoryFindsTheLatestAtOrBelow() {
        KeyEntry entry = KeyEntry.put(key(1), null, change(2), 2, 1, 0);
        for (int main = 4; main <= 40; main += 2) {
            entry = main == 20
                    ? KeyEntry.tombstone(key(1), entry, change(main))
                    : KeyEntry.put(key(1), entry, change(main), 2, 1, 0);
        }
        for (int revision = 2; revision <= 41; revision++) {
            StoredRevision at = entry.latestAt(revision);
            assertThat(at.main()).isEqualTo(revision / 2 * 2);
            assertThat(at.tombstone()).isEqualTo(revision / 2 == 10);
            assertThat(at.recordBytes()).isEqualTo((int) at.main() + 100);
            assertThat(at.sub()).isEqualTo((int) at.main() % 7);
        }
        assertThat(entry.latestAt(1)).isNull();
        KeyHistory history = entry.history();
        for (int main = 2; main < 40; main += 2) {
            assertThat(history.oldest().main()).isEqualTo(main);
            history.dropOldest();
            assertThat(entry.latestAt(main + 2).main()).isEqualTo(main + 2);
        }
        assertThat(history.size()).isEqualTo(1);
        assertThat(entry.latestAt(40).main()).isEqualTo(40);
    }

    private static KeyEntry.Change change(int main) {
        return new KeyEntry.Change(main, main % 7, main + 100);
    }

    private static List<byte[]> walk(KeyTree tree, byte[] from, byte[] to) {
        List<byte[]> keys = new ArrayList<>();
        tree.walk(from, to, entry -> keys.add(entry.key()));
        return keys;
    }

    private static KeyEntry live(byte[] key, int main) {
        return KeyEntry.put(key, null, new KeyEntry.Change(main + 2, 0, 10), main + 2, 1, 0);
    }

    private static KeyEntry dead(byte[] key, int main) {
        return KeyEntry.tombstone(key, null, new KeyEntry.Change(main + 2, 0, 10));
    }

    private static byte[] key(int number) {
        return String.format("/registry/%06d", number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
