// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.ctl.session.CtlGroup;
import dev.cairn.node.ctl.session.GoBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code endpoint} and what stands behind it: members asked one by one. */
@Command(
        name = "endpoint",
        description = "Endpoint related commands",
        subcommands = {EndpointHealthCommand.class, EndpointStatusCommand.class, EndpointHashKvCommand.class})
public final class EndpointCommand extends CtlGroup implements EndpointScope {
    @Option(
            names = "--cluster",
            scope = ScopeType.INHERIT,
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "all members of the cluster")
    private Boolean cluster;

    @Override
    public boolean cluster() {
        return Boolean.TRUE.equals(cluster);
    }
}
