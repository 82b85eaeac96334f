// SPDX-License-Identifier: Apache-2.0
/**
 * What a person must put right before the operator can act: rules that CEL cannot say, because they look beyond the
 * resource. May import {@code observe} and {@code naming}. Start with
 * {@link dev.cairn.operator.cluster.validate.ClusterValidator}.
 */
package dev.cairn.operator.cluster.validate;
