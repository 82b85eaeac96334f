// SPDX-License-Identifier: Apache-2.0
/**
 * The custom resources of {@code etcd.cairn.dev/v1alpha1} in Java. Owns: field names, defaults, CEL rules, printer
 * columns and their documentation; the YAML under {@code manifests/crds} is generated from here. Imports Jackson, the
 * fabric8 model and annotations, nothing of ours. A field is here only when something honours it. Start with
 * {@link dev.cairn.crds.cluster.EtcdClusterSpec}.
 */
package dev.cairn.crds;
