// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.tools;

import java.util.ArrayList;
import java.util.List;

/** One line for each call: equal, or in what it differs and why. */
final class Table {
    private final List<String> lines = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> unneeded = new ArrayList<>();
    private int intended;

    void add(Script.Step step, Said stock, Said ours) {
        boolean equal = stock.equals(ours);
        boolean allowed = allowed(step.differs(), stock, ours);
        if (equal && !step.differs().isEmpty()) {
            unneeded.add(step.line());
        }
        if (!equal && !allowed) {
            unexpected.add(step.line() + "\n  stock: " + stock + "\n  ours:  " + ours);
        }
        if (!equal && allowed) {
            intended++;
        }
        String verdict = equal ? "equal" : allowed ? "intended: " + step.why() : "DIFFERENT";
        lines.add(String.format("%-72s %s", "etcdctl " + step.line(), verdict));
        System.out.println(lines.getLast());
    }

    private static boolean allowed(String differs, Said stock, Said ours) {
        boolean code = stock.exitCode() == ours.exitCode();
        return switch (differs) {
            case "usage" ->
                code && stock.out().equals(ours.out()) && stock.firstErrorLine().equals(ours.firstErrorLine());
            case "err" -> code && stock.out().equals(ours.out());
            case "out" -> code && stock.err().equals(ours.err());
            case "all" -> true;
            default -> false;
        };
    }

    int calls() {
        return lines.size();
    }

    List<String> unexpected() {
        return unexpected;
    }

    List<String> unneeded() {
        return unneeded;
    }

    String summary() {
        return "compare-tools: " + calls() + " calls, " + (calls() - intended - unexpected.size()) + " equal, "
                + intended + " intended differences, " + unexpected.size() + " others";
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n" + summary() + "\n";
    }
}
