// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** Values in the text forms of Go's {@code fmt}, {@code strconv} and {@code time}. */
public final class GoText {
    private static final HexFormat ESCAPED = HexFormat.of().withPrefix("\\x");
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private GoText() {}

    /** Every byte as {@code \xNN}. */
    public static String hex(ByteString bytes) {
        return ESCAPED.formatHex(bytes.toByteArray());
    }

    /** Of a lease, 16 digits. */
    public static String lease(long id) {
        return String.format("%016x", id);
    }

    public static String quote(String text) {
        return quote(ByteString.copyFrom(text, StandardCharsets.UTF_8));
    }

    /** {@code %q}: what can be printed as it is, bytes that are no UTF-8 as {@code \xNN}. */
    public static String quote(ByteString bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        int at = 0;
        while (at < bytes.size()) {
            int length = runeLength(bytes, at);
            if (length == 0) {
                quoted.append(String.format("\\x%02x", bytes.byteAt(at) & 0xff));
                at++;
            } else {
                append(quoted, bytes.substring(at, at + length).toStringUtf8().codePointAt(0));
                at += length;
            }
        }
        return quoted.append('"').toString();
    }

    /** 0 where no valid UTF-8 sequence begins. */
    private static int runeLength(ByteString bytes, int at) {
        int first = bytes.byteAt(at) & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        boolean whole = length > 0
                && at + length <= bytes.size()
                && bytes.substring(at, at + length).isValidUtf8();
        return whole ? length : 0;
    }

    /**
     * What a quoted text stands for, its quotes included: double ones or backquotes.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ByteString unquote(String quoted) {
        boolean raw = quoted.startsWith("`");
        if (quoted.length() < 2 || quoted.charAt(0) != quoted.charAt(quoted.length() - 1)) {
            throw new IllegalArgumentException("invalid syntax");
        }
        String inside = quoted.substring(1, quoted.length() - 1);
        return raw ? ByteString.copyFromUtf8(inside) : unescaped(inside);
    }

    private static ByteString unescaped(String text) {
        ByteString.Output bytes = ByteString.newOutput();
        int at = 0;
        while (at < text.length()) {
            int rune = text.codePointAt(at);
            at += Character.charCount(rune);
            if (rune != '\\') {
                write(bytes, rune);
                continue;
            }
            if (at == text.length()) {
                throw new IllegalArgumentException("invalid syntax");
            }
            char kind = text.charAt(at++);
            int digits = switch (kind) {
                case 'x' -> 2;
                case 'u' -> 4;
                case 'U' -> 8;
                case '0', '1', '2', '3' -> 3;
                default -> 0;
            };
            if (digits == 0) {
                write(bytes, named(kind));
                continue;
            }
            boolean octal = digits == 3;
            int from = octal ? at - 1 : at;
            if (from + digits > text.length()) {
                throw new IllegalArgumentException("invalid syntax");
            }
            int value = Integer.parseUnsignedInt(text.substring(from, from + digits), octal ? 8 : 16);
            at = from + digits;
            if (kind == 'u' || kind == 'U') {
                write(bytes, value);
            } else {
                bytes.write(value);
            }
        }
        return bytes.toByteString();
    }

    private static void write(ByteString.Output bytes, int rune) {
        byte[] encoded = Character.toString(rune).getBytes(StandardCharsets.UTF_8);
        bytes.write(encoded, 0, encoded.length);
    }

    private static int named(char kind) {
        return switch (kind) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '\\', '"' -> kind;
            default -> throw new IllegalArgumentException("invalid syntax");
        };
    }

    private static void append(StringBuilder quoted, int rune) {
        switch (rune) {
            case '"', '\\' -> quoted.append('\\').append((char) rune);
            case 7 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 11 -> quoted.append("\\v");
            default -> {
                if (isPrintable(rune)) {
                    quoted.appendCodePoint(rune);
                } else if (rune < ' ' || rune == 0x7f) {
                    quoted.append(String.format("\\x%02x", rune));
                } else {
                    quoted.append(String.format(rune < 0x10000 ? "\\u%04x" : "\\U%08x", rune));
                }
            }
        }
    }

    private static boolean isPrintable(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> rune == ' ';
            default -> true;
        };
    }

    /** As {@code time.Duration} prints itself: {@code 1.5s}, {@code 2.44ms}, {@code 1m0s}. */
    public static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < MICRO) {
            return nanos + "ns";
        }
        if (nanos < MILLI) {
            return part(nanos, MICRO) + "µs";
        }
        if (nanos < SECOND) {
            return part(nanos, MILLI) + "ms";
        }
        long minutes = duration.toMinutes();
        String seconds = part(nanos - Duration.ofMinutes(minutes).toNanos(), SECOND) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String part(long nanos, long unit) {
        BigDecimal value = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
