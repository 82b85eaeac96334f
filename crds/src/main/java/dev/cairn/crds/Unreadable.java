// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a stored resource that cannot be read, and is left out.
 *
 * @param field where it is, such as {@code spec.storage.size}
 * @param message in words: which field, and what it holds
 */
public record Unreadable(String field, String message) {
    private static final String SPEC = "spec";

    /** What was left out, and that nothing is asked for where there is no specification at all. */
    public static List<Unreadable> of(Object spec, List<Unreadable> leftOut) {
        boolean missing = spec == null && leftOut.stream().noneMatch(each -> SPEC.equals(each.field()));
        return missing
                ? Stream.concat(Stream.of(new Unreadable(SPEC, "spec is missing")), leftOut.stream())
                        .toList()
                : List.copyOf(leftOut);
    }

    /** Whether it is this field, a part of it, or something it is a part of. */
    public boolean touches(String other) {
        return field.equals(other) || field.startsWith(other + ".") || other.startsWith(field + ".");
    }
}
