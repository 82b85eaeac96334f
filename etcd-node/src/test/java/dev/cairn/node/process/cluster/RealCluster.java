// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import dev.cairn.node.process.disk.CutDisk;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.testkit.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Three members that found a cluster together. */
public final class RealCluster implements AutoCloseable {
    private static final long UP_SECONDS = 120;
    private static final String SYNC_MICROS = "1500";
    private static final int CLIENT_PORT = 2379;
    private static final int PEER_PORT = 2380;

    private final Setting setting;
    private final List<RealMember> members = new ArrayList<>();
    private final Map<String, CutDisk> disks = new HashMap<>();

    /** {@code flags} come on top of names and addresses. */
    public RealCluster(Setting setting, Path directory, List<String> flags) {
        this.setting = setting;
        List<MemberPlan> plans = Setting.NAMES.stream()
                .map(name -> plan(name, directory.resolve(name)))
                .toList();
        String initial =
                plans.stream().map(plan -> plan.name() + "=" + plan.peerUrl()).collect(Collectors.joining(","));
        for (MemberPlan plan : plans) {
            List<String> all = new ArrayList<>(List.of("--initial-cluster=" + initial));
            all.addAll(flags);
            members.add(new RealMember(plan, all, setting.doorway().get()));
        }
    }

    private MemberPlan plan(String name, Path directory) {
        Map<String, String> environment = new HashMap<>();
        if (setting.shim() != null) {
            CutDisk disk = new CutDisk(directory);
            disks.put(name, disk);
            environment.putAll(disk.environment());
            environment.put("LD_PRELOAD", setting.shim().toString());
            environment.put("POWERCUT_SYNC_MICROS", SYNC_MICROS);
        }
        List<String> command = new ArrayList<>();
        if (setting.net() != null) {
            command.addAll(setting.net().inside(name));
        }
        command.add(setting.program().toString());
        boolean own = setting.net() != null;
        return new MemberPlan(
                name,
                own ? setting.net().address(name) : "127.0.0.1",
                own ? CLIENT_PORT : Ports.free(),
                own ? PEER_PORT : Ports.free(),
                directory,
                command,
                environment);
    }

    public void start() {
        members.forEach(this::start);
        awaitUp();
    }

    public void start(RealMember member) {
        if (setting.shim() != null) {
            disks.get(member.toString()).begin();
        }
        member.start();
    }

    /** Kills them at the same moment, and takes from their disks what was not synced where power cuts are played. */
    public void kill(List<RealMember> victims, RandomGenerator random) {
        victims.forEach(RealMember::strike);
        victims.forEach(RealMember::awaitEnd);
        if (setting.shim() != null) {
            victims.forEach(victim -> disks.get(victim.toString()).cut(random));
        }
    }

    /** Every member serves; one that ended by itself is a violation. */
    public void awaitUp() {
        Eventually.within(UP_SECONDS, this::describe, () -> {
            members.forEach(RealMember::requireAlive);
            return members.stream().allMatch(member -> member.up().isPresent());
        });
    }

    private String describe() {
        return "all members serve:"
                + members.stream()
                        .map(member ->
                                "\n" + member + (member.up().isPresent() ? " serves" : ":\n" + member.endOfLog()))
                        .collect(Collectors.joining());
    }

    public List<RealMember> members() {
        return members;
    }

    /** Those that serve, as far as is known. */
    public List<RealMember.Life> up() {
        return members.stream().map(RealMember::up).flatMap(Optional::stream).toList();
    }

    public Namespaces net() {
        return setting.net();
    }

    @Override
    public void close() {
        members.forEach(RealMember::close);
    }
}
