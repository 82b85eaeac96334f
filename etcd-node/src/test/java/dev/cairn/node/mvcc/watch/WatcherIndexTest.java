// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WatcherIndexTest {
    @Test
    void findsExactlyTheRangesThatHoldAKey() {
        SplittableRandom random = new SplittableRandom(3);
        WatcherIndex index = new WatcherIndex();
        List<Watcher> watchers = new ArrayList<>();
        for (int step = 0; step < 4000; step++) {
            if (watchers.size() < 150 || random.nextBoolean()) {
                WatchedRange range =
                        WatchedRange.of(key(random), random.nextInt(3) == 0 ? ByteString.EMPTY : end(random));
                if (range.isEmpty()) {
                    continue;
                }
                Watcher watcher = new Watcher(null, step, range, WatchCreateRequest.getDefaultInstance(), 0);
                watchers.add(watcher);
                index.add(watcher);
            } else {
                index.remove(watchers.remove(random.nextInt(watchers.size())));
            }
            ByteString key = key(random);
            List<Long> found = new ArrayList<>();
            index.forEachWatching(key, watcher -> found.add(watcher.id));
            TreeSet<Long> expected = new TreeSet<>();
            watchers.stream().filter(each -> each.range.contains(key)).forEach(each -> expected.add(each.id));
            assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(watchers).hasSizeGreaterThan(100);
    }

    @Test
    void oneKeyIsNotARange() {
        ByteString key = ByteString.copyFromUtf8("k");
        assertThat(WatchedRange.of(key, ByteString.EMPTY).isSingleKey()).isTrue();
        assertThat(WatchedRange.of(key, ByteString.copyFromUtf8("k\0")).isSingleKey())
                .isTrue();
        assertThat(WatchedRange.of(key, ByteString.copyFromUtf8("l")).isSingleKey())
                .isFalse();
        assertThat(WatchedRange.of(key, ByteString.copyFrom(new byte[1])).isSingleKey())
                .isFalse();
    }

    @Test
    void keysAreComparedAsUnsignedBytes() {
        WatchedRange range =
                WatchedRange.of(ByteString.copyFrom(new byte[] {0x7f}), ByteString.copyFrom(new byte[] {-1}));
        assertThat(range.isEmpty()).isFalse();
        assertThat(range.contains(ByteString.copyFrom(new byte[] {(byte) 0x80})))
                .isTrue();
        assertThat(range.contains(ByteString.copyFrom(new byte[] {-1}))).isFalse();
    }

    private static ByteString key(SplittableRandom random) {
        byte[] key = new byte[1 + random.nextInt(2)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(16) * 17);
        }
        return ByteString.copyFrom(key);
    }

    private static ByteString end(SplittableRandom random) {
        return random.nextInt(8) == 0 ? ByteString.copyFrom(new byte[1]) : key(random);
    }
}
