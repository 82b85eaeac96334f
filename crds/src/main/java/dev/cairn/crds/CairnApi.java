// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

/** Names that every resource of this API shares. */
public final class CairnApi {
    public static final String GROUP = "etcd.cairn.dev";
    public static final String VERSION = "v1alpha1";

    private CairnApi() {}
}
