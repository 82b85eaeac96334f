// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests named {@code Class} or {@code Class#method} up to the first that fails, and names it. */
public final class TestsMain implements TestExecutionListener {
    private static final Logger LOGS = Logger.getLogger("");

    private long passed;

    private TestsMain() {}

    public static void main(String[] arguments) {
        LOGS.setLevel(Level.OFF);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(arguments).map(TestsMain::select).toList())
                .build();
        TestsMain listener = new TestsMain();
        LauncherFactory.create().execute(request, listener);
        System.out.println(listener.passed + " tests passed");
        System.exit(listener.passed > 0 ? 0 : 2);
    }

    private static DiscoverySelector select(String name) {
        return name.contains("#") ? selectMethod(name) : selectClass(name);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            String why = result.getThrowable().map(TestsMain::firstLine).orElse("");
            System.out.println("failed " + nameOf(test) + ": " + why);
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
        passed += test.isTest() ? 1 : 0;
    }

    private static String nameOf(TestIdentifier test) {
        String shown = test.getDisplayName();
        if (shown.contains(".txt")) {
            // a script's parameter says more than the method it is run by
            return shown.replaceAll(".*?([^/ ]+\\.txt).*", "$1");
        }
        return test.getSource().orElse(null) instanceof MethodSource method
                ? method.getJavaClass().getSimpleName() + "." + method.getMethodName()
                : shown;
    }

    private static String firstLine(Throwable error) {
        String text = String.valueOf(error.getMessage()).strip();
        return error.getClass().getSimpleName() + " " + text.lines().findFirst().orElse("");
    }
}
