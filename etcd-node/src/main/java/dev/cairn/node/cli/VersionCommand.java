// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.wire.EtcdVersion;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version of etcdutl")
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("etcdutl version: " + EtcdVersion.CURRENT);
        out.println("API version: " + EtcdVersion.API);
    }
}
