// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a JSON number, quoted or not, as an integer of a field's type, by protojson's rules: {@code 12}, {@code
 * 12.0} and {@code 1.2e1} are the same, {@code 1.5} is none. Costs one pass over the text however large the number.
 */
final class JsonInteger {
    /** As many as the largest of 64 bits. */
    private static final int MAX_DIGITS = 20;

    /** Longer ones are zeros around a number, or none. */
    private static final int MAX_LENGTH = 1000;

    private static final Pattern NUMBER =
            Pattern.compile("(-)?(0|[1-9][0-9]*+)(?:\\.([0-9]++))?(?:[eE]([+-]?[0-9]++))?");

    private JsonInteger() {}

    /** A {@link Long} or an {@link Integer} as the field wants it; null if the text is no such number. */
    static Number parse(String text, FieldDescriptor field) {
        String digits = text.length() > MAX_LENGTH ? null : digits(text);
        if (digits == null) {
            return null;
        }
        try {
            return switch (field.getType()) {
                case INT32, ENUM -> Integer.valueOf(digits);
                case UINT32 -> Integer.parseUnsignedInt(digits);
                case INT64 -> Long.valueOf(digits);
                case UINT64 -> Long.parseUnsignedLong(digits);
                default -> throw new IllegalArgumentException(field + " is no integer");
            };
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    /** Sign and digits without point and exponent; null if there are too many, or some are behind the point. */
    private static String digits(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return null;
        }
        String whole = number.group(2).equals("0") ? "" : number.group(2);
        String fraction = number.group(3) == null ? "" : number.group(3).replaceAll("0+$", "");
        if (whole.isEmpty() && fraction.isEmpty()) {
            return "0";
        }
        int exponent;
        try {
            exponent = number.group(4) == null ? 0 : Integer.parseInt(number.group(4));
        } catch (NumberFormatException beyondEverything) {
            return null;
        }
        String digits = exponent < 0 ? cut(whole, fraction, exponent) : extended(whole, fraction, exponent);
        return digits == null || number.group(1) == null ? digits : "-" + digits;
    }

    private static String extended(String whole, String fraction, int exponent) {
        if (fraction.length() > exponent || exponent > MAX_DIGITS - whole.length()) {
            return null;
        }
        return whole + fraction + "0".repeat(exponent - fraction.length());
    }

    private static String cut(String whole, String fraction, int exponent) {
        long kept = (long) whole.length() + exponent;
        if (!fraction.isEmpty() || kept < 0) {
            return null;
        }
        boolean zeros = whole.chars().skip(kept).allMatch(each -> each == '0');
        return zeros ? whole.substring(0, (int) kept) : null;
    }
}
