// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * A flag that is on by its name alone and takes a value only behind {@code =}, as Go's flags do: in {@code --prefix true}
 * the second word is a key.
 */
public final class GoBoolean implements ITypeConverter<Boolean>, IParameterPreprocessor {
    private static final List<String> YES = List.of("1", "t", "T", "true", "TRUE", "True");
    private static final List<String> NO = List.of("0", "f", "F", "false", "FALSE", "False");

    @Override
    public Boolean convert(String text) {
        if (YES.contains(text)) {
            return true;
        }
        if (NO.contains(text)) {
            return false;
        }
        throw new TypeConversionException("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
    }

    @Override
    public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec flag, Map<String, Object> info) {
        if (!"=".equals(info.get("separator"))) {
            args.push("true");
        }
        return false;
    }
}
