// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

/** What each of a schedule's five fields may hold, as an expression of CEL. */
final class CronFields {
    private static final String MINUTE = "[0-5]?[0-9]";
    private static final String HOUR = "([01]?[0-9]|2[0-3])";
    private static final String DAY = "(0?[1-9]|[12][0-9]|3[01])";
    private static final String MONTH = "(0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
    private static final String WEEKDAY = "([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";

    private static final String STEP = "(/[1-9][0-9]?)?";
    private static final String MINUTES = "([*]|" + MINUTE + "(-" + MINUTE + ")?)" + STEP;
    private static final String HOURS = "([*]|" + HOUR + "(-" + HOUR + ")?)" + STEP;
    private static final String DAYS = "([*]|" + DAY + "(-" + DAY + ")?)" + STEP;
    private static final String MONTHS = "([*]|" + MONTH + "(-" + MONTH + ")?)" + STEP;
    private static final String WEEKDAYS = "([*]|" + WEEKDAY + "(-" + WEEKDAY + ")?)" + STEP;

    /** The rule of {@code schedule}. */
    static final String RULE = "self.matches('(?i)^" + MINUTES + "(," + MINUTES + ")* +" + HOURS + "(," + HOURS + ")* +"
            + DAYS + "(," + DAYS + ")* +" + MONTHS + "(," + MONTHS + ")* +" + WEEKDAYS + "(," + WEEKDAYS + ")*$')";

    private CronFields() {}
}
