// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.story;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that plays on a Kubernetes: its methods get a {@link Story} and a {@link Stage}. With
 * {@code -Dscene.control=true} it breaks what it proves; then it must fail, and with this text in the failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SceneExtension.class)
public @interface Scene {
    String controlFailsAt();
}
