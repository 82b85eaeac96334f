// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The executor for calls that wait. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@interface Blocking {}
