// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * etcd 3.7's feature gates and how {@code --feature-gates=A=true,B=false} sets them: {@code AllAlpha} and {@code AllBeta}
 * first, single gates over them. Whoever honours a gate asks {@link #isEnabled}.
 */
public final class FeatureGates {
    private static final String FLAG = "feature-gates";
    private static final String ALPHA = "ALPHA";
    private static final String BETA = "BETA";

    private static final String ALL_ALPHA = "AllAlpha";
    private static final String ALL_BETA = "AllBeta";

    private static final List<Gate> GATES = List.of(
            new Gate(ALL_ALPHA, ALPHA, false),
            new Gate(ALL_BETA, BETA, false),
            new Gate("StopGRPCServiceOnDefrag", ALPHA, false),
            new Gate("TxnModeWriteWithSharedBuffer", BETA, true),
            new Gate("InitialCorruptCheck", ALPHA, false),
            new Gate("CompactHashCheck", ALPHA, false),
            new Gate("LeaseCheckpoint", ALPHA, false),
            new Gate("LeaseCheckpointPersist", ALPHA, false),
            new Gate("SetMemberLocalAddr", ALPHA, false),
            new Gate("FastLeaseKeepAlive", BETA, true),
            new Gate("PriorityRequest", ALPHA, false));

    /** Of all gates, those that change something here. */
    private static final Set<String> HONOURED =
            Set.of("InitialCorruptCheck", "CompactHashCheck", "LeaseCheckpoint", "LeaseCheckpointPersist");

    private final Map<String, Boolean> values = new LinkedHashMap<>();

    /** {@code stage} is {@code ALPHA} or {@code BETA}. */
    public record Gate(String name, String stage, boolean enabledByDefault) {}

    private FeatureGates() {
        GATES.forEach(gate -> values.put(gate.name(), gate.enabledByDefault()));
    }

    /** By their flag, and by those that some gates were until etcd 3.6; one of both for each gate. */
    public static FeatureGates of(Flags flags) {
        String text = flags.string(FLAG);
        FeatureGates gates = parse(text);
        for (Flag former : flags.formerGates()) {
            if (flags.isSet(former.name())) {
                boolean on = flags.bool(former.name());
                String name = former.note();
                if (text.contains(name)) {
                    throw new BadConfigException("cannot specify both flags: --%s=%b and --%s=%s=%b at the same time"
                            .formatted(former.name(), on, FLAG, name, gates.isEnabled(name)));
                }
                gates.values.put(name, on);
            }
        }
        return gates.requireTogether();
    }

    /** Throws for a gate that etcd does not know, and for what is no boolean. */
    public static FeatureGates parse(String text) {
        FeatureGates gates = new FeatureGates();
        Map<String, Boolean> given = new LinkedHashMap<>();
        for (String each : text.split(",")) {
            if (!each.isBlank()) {
                int equals = each.indexOf('=');
                if (equals < 0) {
                    throw Values.invalid(FLAG, text, "missing bool value for " + each.strip());
                }
                given.put(
                        each.substring(0, equals).strip(),
                        Values.bool(FLAG, each.substring(equals + 1).strip()));
            }
        }
        gates.set(ALL_ALPHA, ALPHA, given);
        gates.set(ALL_BETA, BETA, given);
        given.forEach((name, value) -> {
            if (!gates.values.containsKey(name)) {
                throw Values.invalid(FLAG, text, "unrecognized feature gate: " + name);
            }
            gates.values.put(name, value);
        });
        return gates;
    }

    /** Throws where one is open without another that it needs. */
    public FeatureGates requireTogether() {
        if (isEnabled("LeaseCheckpointPersist") && !isEnabled("LeaseCheckpoint")) {
            throw new BadConfigException("enabling feature gate LeaseCheckpointPersist requires LeaseCheckpoint");
        }
        return this;
    }

    private void set(String all, String stage, Map<String, Boolean> given) {
        Boolean value = given.remove(all);
        if (value != null) {
            GATES.stream().filter(gate -> gate.stage().equals(stage)).forEach(gate -> values.put(gate.name(), value));
        }
    }

    public List<Gate> all() {
        return GATES;
    }

    /** Gates that were set to something else than their default, and that nobody here asks for. */
    public List<String> withoutEffect() {
        return GATES.stream()
                .filter(gate -> values.get(gate.name()) != gate.enabledByDefault())
                .map(Gate::name)
                .filter(name -> !HONOURED.contains(name) && !name.equals(ALL_ALPHA) && !name.equals(ALL_BETA))
                .toList();
    }

    /** By name. */
    public Map<String, Boolean> values() {
        return Map.copyOf(values);
    }

    public boolean isEnabled(String name) {
        return values.get(name);
    }
}
