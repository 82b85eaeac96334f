// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.story;

import dev.cairn.e2e.kube.KubernetesUnderTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Opens a scene's stage, closes it whatever happens, and turns the outcome of a negative control round. */
final class SceneExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(SceneExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Story story = new Story(Boolean.getBoolean("scene.control"));
        KubernetesUnderTest kubernetes = KubernetesUnderTest.find();
        ExtensionContext.Store store = context.getStore(HERE);
        store.put(KubernetesUnderTest.class, kubernetes);
        store.put(Story.class, story);
        store.put(Stage.class, Stage.open(story, kubernetes, name(context)));
    }

    /** {@code scale-under-load} of {@code ScaleUnderLoadScene}. */
    static String name(ExtensionContext context) {
        return context.getRequiredTestClass()
                .getSimpleName()
                .replaceAll("Scene$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Story.class || type == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return context.getStore(HERE).get(type, type);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Story story = context.getStore(HERE).get(Story.class, Story.class);
        String expected =
                context.getRequiredTestClass().getAnnotation(Scene.class).controlFailsAt();
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            story.say("FAILED: %s", failure.getMessage());
            context.getStore(HERE).get(Stage.class, Stage.class).showState();
            if (!story.isControl()) {
                throw failure;
            }
            if (!String.valueOf(failure.getMessage()).contains(expected)) {
                throw new AssertionError("the negative control failed, but not at '" + expected + "'", failure);
            }
            story.say("the negative control failed as it must, at '%s'", expected);
            return;
        }
        if (story.isControl()) {
            throw new AssertionError("the negative control passed, so it proves nothing");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(HERE);
        Stage stage = store.remove(Stage.class, Stage.class);
        KubernetesUnderTest kubernetes = store.remove(KubernetesUnderTest.class, KubernetesUnderTest.class);
        try {
            if (stage != null) {
                stage.close();
            }
        } finally {
            if (kubernetes != null) {
                kubernetes.close();
            }
        }
    }
}
