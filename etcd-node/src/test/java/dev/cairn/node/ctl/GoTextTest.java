// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.KeyRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {
    @Test
    void whatCannotBePrintedIsQuotedAsGoQuotesIt() {
        assertThat(GoText.quote("a\"\\\n\u0001é\u00a0\u200b")).isEqualTo("\"a\\\"\\\\\\n\\x01é\\u00a0\\u200b\"");
        assertThat(GoText.quote(ByteString.copyFrom(new byte[] {'k', (byte) 0xff, 0, (byte) 0xc3})))
                .isEqualTo("\"k\\xff\\x00\\xc3\"");
    }

    @Test
    void aQuotedTextIsReadBack() {
        ByteString bytes = ByteString.copyFrom(new byte[] {'k', (byte) 0xff, 0, '"', '\n', (byte) 0xc3, (byte) 0xa9});
        assertThat(GoText.unquote(GoText.quote(bytes))).isEqualTo(bytes);
        assertThat(GoText.unquote("`\\n`").toStringUtf8()).isEqualTo("\\n");
        assertThatThrownBy(() -> GoText.unquote("\"\\q\"")).hasMessage("invalid syntax");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "999,999ns",
        "1500,1.5µs",
        "2441358,2.441358ms",
        "1000000000,1s",
        "61500000000,1m1.5s",
        "3600000000000,1h0m0s"
    })
    void durationsPrintAsInGo(long nanos, String text) {
        assertThat(GoText.duration(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @Test
    void aPrefixEndsBeforeTheNextOne() {
        assertThat(KeyRange.prefix("a").end().toStringUtf8()).isEqualTo("b");
        assertThat(KeyRange.prefixEnd(ByteString.copyFrom(new byte[] {'a', (byte) 0xff})))
                .isEqualTo(ByteString.copyFromUtf8("b"));
        assertThat(KeyRange.prefixEnd(ByteString.copyFrom(new byte[] {(byte) 0xff})))
                .isEqualTo(ByteString.copyFrom(new byte[1]));
    }
}
