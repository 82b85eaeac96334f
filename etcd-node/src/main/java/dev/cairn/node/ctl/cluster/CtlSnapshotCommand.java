// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.ctl.session.CtlGroup;
import picocli.CommandLine.Command;

/** {@code snapshot} and what stands behind it. */
@Command(name = "snapshot", description = "Manages etcd node snapshots", subcommands = SnapshotSaveCommand.class)
public final class CtlSnapshotCommand extends CtlGroup {}
