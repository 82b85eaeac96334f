// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

/**
 * What the member of this process is to be: read and checked before the framework begins, so that {@code --version},
 * {@code --help} and a wrong flag are answered at once. Held here because the framework makes its configuration sources
 * by itself.
 */
final class StartConfig {
    private static volatile NodeConfig config;

    private StartConfig() {}

    static void set(NodeConfig checked) {
        config = checked;
    }

    /** Null while the framework looks at its configuration without a member: when the application is built. */
    static NodeConfig get() {
        return config;
    }
}
