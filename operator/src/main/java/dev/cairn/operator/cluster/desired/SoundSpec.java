// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdConfigSpec;
import dev.cairn.crds.cluster.RepairSpec;
import dev.cairn.crds.cluster.StorageSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A specification as it can be used. The API server refuses what cannot be read, but a resource may be older than the
 * rule that does it: what is unreadable is left out and named, and everything else goes on.
 *
 * @param faults in words: which field holds what, and what it should hold
 */
public record SoundSpec(EtcdClusterSpec spec, List<String> faults) {

    /** @param unreadable what was left out before, in words */
    public static SoundSpec of(EtcdClusterSpec asked, List<String> unreadable) {
        var faults = new ArrayList<>(unreadable);
        StorageSpec storage = asked.storage();
        if (storage != null && !bytes(storage.size(), "spec.storage.size", faults)) {
            storage = new StorageSpec(null, storage.storageClassName());
        }
        EtcdConfigSpec config = asked.config();
        if (config != null && !bytes(config.quotaBackendBytes(), "spec.config.quotaBackendBytes", faults)) {
            config = config.withoutQuota();
        }
        RepairSpec repair = asked.repair();
        if (repair != null) {
            boolean replaceAfter = duration(repair.replaceAfter(), "spec.repair.replaceAfter", faults);
            boolean quarantine = duration(repair.quarantine(), "spec.repair.quarantine", faults);
            // What may be done by itself is not guessed at.
            boolean loss = repair.quorumLoss() == null
                    || duration(repair.quorumLoss().after(), "spec.repair.quorumLoss.after", faults);
            repair = new RepairSpec(
                    replaceAfter ? repair.replaceAfter() : null,
                    quarantine ? repair.quarantine() : null,
                    loss ? repair.quorumLoss() : null);
        }
        ResourceRequirements resources = resources(asked.resources(), faults);
        return new SoundSpec(
                faults.isEmpty() ? asked : asked.with(storage, config, resources, repair), List.copyOf(faults));
    }

    private static boolean bytes(Quantity size, String field, List<String> faults) {
        if (size == null) {
            return true;
        }
        try {
            if (size.getNumericalAmount().compareTo(BigDecimal.ONE) >= 0) {
                return true;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Said below.
        }
        faults.add(field + " is " + spelled(size) + ": it must be a number of bytes above zero, such as 8Gi");
        return false;
    }

    private static boolean duration(String text, String field, List<String> faults) {
        if (text == null) {
            return true;
        }
        try {
            Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            return true;
        } catch (DateTimeException | ArithmeticException e) {
            faults.add(field + " is " + text + ": it must be a duration such as 90s, 5m or 1h30m");
            return false;
        }
    }

    private static ResourceRequirements resources(ResourceRequirements asked, List<String> faults) {
        if (asked == null) {
            return null;
        }
        return new ResourceRequirementsBuilder(asked)
                .withRequests(amounts(asked.getRequests(), "requests", faults))
                .withLimits(amounts(asked.getLimits(), "limits", faults))
                .build();
    }

    private static Map<String, Quantity> amounts(Map<String, Quantity> asked, String field, List<String> faults) {
        if (asked == null) {
            return null;
        }
        var sound = new TreeMap<String, Quantity>();
        asked.forEach((resource, amount) -> {
            if (amount(amount)) {
                sound.put(resource, amount);
            } else {
                faults.add("spec.resources." + field + "." + resource + " is " + spelled(amount)
                        + ": it must be a quantity, not negative, such as 500m or 2Gi");
            }
        });
        return sound;
    }

    private static boolean amount(Quantity amount) {
        try {
            return amount != null && amount.getNumericalAmount().signum() >= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static String spelled(Quantity size) {
        return size == null
                ? "empty"
                : "'" + (size.getAmount() == null ? "" : size.getAmount())
                        + (size.getFormat() == null ? "" : size.getFormat()) + "'";
    }
}
