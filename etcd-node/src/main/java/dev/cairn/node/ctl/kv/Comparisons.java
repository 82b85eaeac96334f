// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import com.google.protobuf.ByteString;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.Compare;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conditions of a transaction as they are typed: {@code mod("key") > "0"}. */
final class Comparisons {
    private static final String QUOTED = "(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)";
    private static final Pattern FORM =
            Pattern.compile("\\s*" + QUOTED + "(?:(\\))(?:\\s*(\\S+)(?:\\s+" + QUOTED + ")?)?)?.*");

    private Comparisons() {}

    static Compare parse(String line) {
        int open = line.indexOf('(');
        if (open < 0) {
            throw invalid("malformed comparison: " + line);
        }
        String target = line.substring(0, open);
        Matcher form = FORM.matcher(line.substring(open + 1));
        boolean begun = form.matches();
        if (!begun || form.group(4) == null) {
            throw invalid(
                    "malformed comparison: " + line + "; got " + target + "(" + shown(begun ? form.group(1) : null)
                            + ") " + (begun && form.group(3) != null ? form.group(3) : "") + " \"\"");
        }
        return comparison(line, target, form);
    }

    private static String shown(String quoted) {
        return quoted == null ? "\"\"" : GoText.quote(GoText.unquote(quoted));
    }

    private static Compare comparison(String line, String target, Matcher form) {
        ByteString value = GoText.unquote(form.group(4));
        Compare.Builder compare = Compare.newBuilder().setKey(GoText.unquote(form.group(1)));
        switch (target) {
            case "ver", "version" ->
                compare.setTarget(Compare.CompareTarget.VERSION).setVersion(number(line, value));
            case "c", "create" ->
                compare.setTarget(Compare.CompareTarget.CREATE).setCreateRevision(number(line, value));
            case "m", "mod" -> compare.setTarget(Compare.CompareTarget.MOD).setModRevision(number(line, value));
            case "val", "value" ->
                compare.setTarget(Compare.CompareTarget.VALUE).setValue(value);
            case "lease" -> compare.setTarget(Compare.CompareTarget.LEASE).setLease(number(line, value));
            default -> throw invalid("malformed comparison: " + line + " (unknown target " + target + ")");
        }
        return compare.setResult(result(line, form.group(3))).build();
    }

    private static Compare.CompareResult result(String line, String operator) {
        return switch (operator) {
            case "=" -> Compare.CompareResult.EQUAL;
            case "!=" -> Compare.CompareResult.NOT_EQUAL;
            case ">" -> Compare.CompareResult.GREATER;
            case "<" -> Compare.CompareResult.LESS;
            default -> throw invalid("malformed comparison: " + line + " (unknown operator " + operator + ")");
        };
    }

    private static long number(String line, ByteString value) {
        try {
            return GoInteger.decimal(value.toStringUtf8());
        } catch (NumberFormatException e) {
            throw invalid("invalid txn compare request: " + line);
        }
    }

    private static CommandFailure invalid(String complaint) {
        return new CommandFailure(CommandFailure.INVALID_INPUT, complaint);
    }
}
