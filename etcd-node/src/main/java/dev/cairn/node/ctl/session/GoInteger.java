// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.CommandFailure;
import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers with Go's words for what is none. */
public final class GoInteger implements ITypeConverter<Long> {
    private static final int DECIMAL = 10;
    private static final int HEX = 16;
    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(Long.SIZE);

    @Override
    public Long convert(String text) {
        try {
            return decimal(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** @throws NumberFormatException in Go's words */
    public static long decimal(String text) {
        return signed(text, DECIMAL);
    }

    /** An ID of a lease: hexadecimal, with a sign. */
    public static long hex(String text, String complaint) {
        try {
            return signed(text, HEX);
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    CommandFailure.BAD_ARGUMENTS, complaint + " (" + e.getMessage() + "), expecting ID in Hex");
        }
    }

    /**
     * An ID of a member: hexadecimal, all 64 bits.
     *
     * @throws NumberFormatException in Go's words
     */
    public static long member(String text) {
        BigInteger value = parsed("ParseUint", text, HEX);
        if (value.signum() < 0 || text.startsWith("-") || text.startsWith("+")) {
            throw complaint("ParseUint", text, "invalid syntax");
        }
        if (value.compareTo(ALL) >= 0) {
            throw complaint("ParseUint", text, "value out of range");
        }
        return value.longValue();
    }

    private static long signed(String text, int radix) {
        BigInteger value = parsed("ParseInt", text, radix);
        if (value.bitLength() >= Long.SIZE) {
            throw complaint("ParseInt", text, "value out of range");
        }
        return value.longValue();
    }

    private static BigInteger parsed(String function, String text, int radix) {
        boolean ascii = text.chars().allMatch(c -> c < 128);
        try {
            if (ascii) {
                return new BigInteger(text, radix);
            }
        } catch (NumberFormatException e) {
            throw complaint(function, text, "invalid syntax");
        }
        throw complaint(function, text, "invalid syntax");
    }

    private static NumberFormatException complaint(String function, String text, String why) {
        return new NumberFormatException("strconv." + function + ": parsing \"" + text + "\": " + why);
    }
}
