// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges as "key" or "key..end"; an end of "*" is open. */
class PermissionRangesTest {
    private static PermissionRange interval(String text) {
        String[] bounds = text.split("\\.\\.", -1);
        String end = bounds.length == 1 ? "" : bounds[1].equals("*") ? "\0" : bounds[1];
        return PermissionRange.of(ByteString.copyFromUtf8(bounds[0]), ByteString.copyFromUtf8(end));
    }

    private static PermissionRanges union(String granted) {
        List<String> texts = granted == null ? List.of() : Arrays.asList(granted.split(" "));
        return PermissionRanges.union(
                texts.stream().map(PermissionRangesTest::interval).toList());
    }

    @ParameterizedTest(name = "{0} lets have {1}: {2}")
    @CsvSource({
        "            , b     , false",
        "b           , b     , true",
        "b           , ba    , false",
        "b           , a     , false",
        "b           , b..*  , false",
        "b           , b..c  , false",
        "b..d        , b     , true",
        "b..d        , cz    , true",
        "b..d        , d     , false",
        "b..d        , b..d  , true",
        "b..d        , a..d  , false",
        "b..d        , b..da , false",
        "b..d        , b..*  , false",
        "b..*        , b..*  , true",
        "b..*        , c..zzz, true",
        "b..*        , a..*  , false",
        "b..d d..f   , b..f  , true",
        "b..d c..f   , b..f  , true",
        "d..f b..d   , b..f  , true",
        "b..d da..f  , b..f  , false",
        "b..e c..d   , b..e  , true",
        "b..c b..f   , b..f  , true",
        "b..d d..*   , b..*  , true",
        "a..z        , m..c  , true",
        "f..z        , m..c  , true",
        "f..z        , e..c  , false",
        "a..c        , m..b  , false"
    })
    void aRangeIsInsideAsAWholeOrNotAtAll(String granted, String asked, boolean inside) {
        assertThat(union(granted).contains(interval(asked))).isEqualTo(inside);
    }

    @ParameterizedTest(name = "a key is the range until its successor: {0} lets have {1}")
    @CsvSource({"a..b, a", "a b..c, b"})
    void aKeyIsAShortRange(String granted, String asked) {
        assertThat(union(granted).contains(interval(asked))).isTrue();
    }

    @ParameterizedTest(name = "a permission for {0}: {1}")
    @CsvSource({"a, true", "'', false", "..b, false", "a..b, true", "b..a, false", "a..a, false", "a..*, true"})
    void aPermissionNamesAKeyAndAnEndBehindIt(String range, boolean valid) {
        String[] bounds = range.split("\\.\\.", -1);
        String end = bounds.length == 1 ? "" : bounds[1].equals("*") ? "\0" : bounds[1];

        assertThat(PermissionRange.isValid(ByteString.copyFromUtf8(bounds[0]), ByteString.copyFromUtf8(end)))
                .isEqualTo(valid);
    }
}
