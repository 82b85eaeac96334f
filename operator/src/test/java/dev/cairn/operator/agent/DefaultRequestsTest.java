// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultRequestsTest {
    private static final Quantity CPU = new Quantity("250m");
    private static final Quantity MEMORY = new Quantity("512Mi");
    private static final Quantity OWN = new Quantity("1");

    @Test
    void nothingSaidGetsBothRequestsAndNoLimit() {
        var resources = DefaultRequests.MEMBER.in(null);
        assertThat(resources.getRequests()).isEqualTo(Map.of("cpu", CPU, "memory", MEMORY));
        assertThat(resources.getLimits()).isEmpty();
    }

    @Test
    void whatIsSaidStandsAndTheRestIsAdded() {
        var requested =
                new ResourceRequirementsBuilder().addToRequests("cpu", OWN).build();
        assertThat(DefaultRequests.MEMBER.in(requested).getRequests()).isEqualTo(Map.of("cpu", OWN, "memory", MEMORY));
        var limited =
                new ResourceRequirementsBuilder().addToLimits("memory", OWN).build();
        assertThat(DefaultRequests.MEMBER.in(limited).getRequests()).isEqualTo(Map.of("cpu", CPU));
        assertThat(DefaultRequests.MEMBER.in(limited).getLimits()).isEqualTo(Map.of("memory", OWN));
        assertThat(limited.getRequests()).isEmpty();
    }
}
