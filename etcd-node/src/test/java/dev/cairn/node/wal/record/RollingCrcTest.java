// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollingCrcTest {
    @Test
    void equalsGosUpdateOfZero() {
        RollingCrc crc = new RollingCrc();
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        crc.update(digits, 0, digits.length);
        assertThat(crc.value()).isEqualTo(0xE3069283);
    }

    @Test
    void goesOnFromEveryValue() {
        Random random = new Random(1);
        RollingCrc whole = new RollingCrc();
        RollingCrc resumed = new RollingCrc();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            resumed.resumeAt(whole.value());
            assertThat(resumed.value()).isEqualTo(whole.value());
            whole.update(bytes, 0, bytes.length);
            resumed.update(bytes, 0, bytes.length);
            assertThat(resumed.value()).isEqualTo(whole.value());
        }
    }

    @Test
    void everyValueCanBeResumed() {
        Random random = new Random(2);
        RollingCrc crc = new RollingCrc();
        for (int value : new int[] {0, 1, -1, Integer.MIN_VALUE, random.nextInt(), random.nextInt()}) {
            crc.resumeAt(value);
            assertThat(crc.value()).isEqualTo(value);
        }
    }
}
