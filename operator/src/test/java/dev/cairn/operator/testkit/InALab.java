// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A test class with a {@link KubeLab} of its own, which its methods may take, and {@link Clusters} in it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InALab.Opened.class)
public @interface InALab {
    /** Opens the lab before the class, closes it afterwards. */
    final class Opened implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
        private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(InALab.class);

        @Override
        public void beforeAll(ExtensionContext context) {
            KubeLab lab = KubeLab.start();
            context.getStore(HERE).put(KubeLab.class, lab);
            context.getStore(HERE).put(Clusters.class, new Clusters(lab.client()));
        }

        @Override
        public void afterAll(ExtensionContext context) {
            KubeLab lab = context.getStore(HERE).remove(KubeLab.class, KubeLab.class);
            if (lab != null) {
                lab.close();
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == KubeLab.class || type == Clusters.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return context.getStore(HERE).get(type, type);
        }
    }
}
