// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import dev.cairn.testkit.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network namespace for each member, on one bridge that this process reaches too. Clients always reach every member;
 * what members send each other can be dropped in each direction, or lost now and then. Needs root.
 */
public final class Namespaces implements AutoCloseable {
    private static final String NET = "10.213.77.";

    /** Of this process alone, so that two runs do not meet; interface names have at most 15 characters. */
    private final String tag = "cc" + ProcessHandle.current().pid() % 100_000;

    private final List<String> names;

    public Namespaces() {
        names = Setting.NAMES;
        close();
        run("ip", "link", "add", tag, "type", "bridge");
        run("ip", "address", "add", NET + "254/24", "dev", tag);
        run("ip", "link", "set", tag, "up");
        for (String name : names) {
            String outer = tag + name;
            run("ip", "netns", "add", outer);
            run("ip", "link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", outer);
            run("ip", "link", "set", outer, "master", tag, "up");
            in(name, "ip", "link", "set", "lo", "up");
            in(name, "ip", "address", "add", address(name) + "/24", "dev", "eth0");
            in(name, "ip", "link", "set", "eth0", "up");
            in(name, "nft", "add", "table", "ip", "faults");
            in(name, "nft", "add chain ip faults in { type filter hook input priority 0 ; }");
        }
    }

    String address(String name) {
        return NET + (names.indexOf(name) + 1);
    }

    List<String> inside(String name) {
        return List.of("ip", "netns", "exec", tag + name);
    }

    /** What {@code from} sends to {@code to} is dropped; the other direction is another matter. */
    public void drop(RealMember from, RealMember to) {
        in(to.toString(), "nft", "add rule ip faults in ip saddr " + address(from.toString()) + " drop");
    }

    /** A share of the packets between members is lost on their way to this one. */
    public void lose(RealMember to, int percent) {
        for (String from : names) {
            if (!from.equals(to.toString())) {
                in(
                        to.toString(),
                        "nft",
                        "add rule ip faults in ip saddr " + address(from) + " numgen random mod 100 < " + percent
                                + " drop");
            }
        }
    }

    public void heal() {
        names.forEach(name -> in(name, "nft", "flush chain ip faults in"));
    }

    private void in(String name, String... command) {
        List<String> all = new ArrayList<>(inside(name));
        all.addAll(Arrays.asList(command));
        run(all.toArray(String[]::new));
    }

    private static void run(String... command) {
        Program.of(command[0]).output(Arrays.copyOfRange(command, 1, command.length));
    }

    /** Takes away whatever is there. */
    @Override
    public void close() {
        Program ip = Program.of("ip");
        names.forEach(name -> ip.run("netns", "delete", tag + name));
        ip.run("link", "delete", tag);
    }
}
