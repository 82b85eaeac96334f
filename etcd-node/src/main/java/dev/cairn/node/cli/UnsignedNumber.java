// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number from 0 to 2^63-1, with Go's words for anything else. */
public final class UnsignedNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        if (!text.matches("[0-9]+")) {
            throw new TypeConversionException("strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("strconv.ParseUint: parsing \"" + text + "\": value out of range");
        }
    }
}
