// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Quotes text for the few JSON answers that are written by hand. */
public final class JsonText {
    private JsonText() {}

    public static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
