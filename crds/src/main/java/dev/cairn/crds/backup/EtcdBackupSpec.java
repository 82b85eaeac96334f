// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.backup;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.store.ObjectRef;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;

/** What is backed up, when and where to. */
@JsonClassDescription("What is backed up, when, where to, and which snapshots stay.")
@ApiType
@ValidationRule(
        value = "!has(self.timeZone) || has(self.schedule)",
        message = "timeZone says when a schedule's hours are; there is no schedule")
public record EtcdBackupSpec(
        @Required @JsonPropertyDescription("The EtcdCluster, in the same namespace.")
        ObjectRef clusterRef,

        @Size(min = 1, max = 100)
        @ValidationRule(
                value = "self.matches('^\\\\S+( +\\\\S+){4}$')",
                message = "schedule has five fields: minute, hour, day of month, month, day of week")
        @ValidationRule(
                value = CronFields.RULE,
                message =
                        "schedule holds a field that cron does not know: minutes 0-59, hours 0-23, days 1-31, months 1-12"
                                + " or JAN-DEC, weekdays 0-7 or SUN-SAT, each as *, 5, 1-5, */15 or a list of them")
        @JsonPropertyDescription("When, as cron writes it, such as '0 3 * * *'. Absent: once, now.")
        String schedule,

        @Size(min = 1, max = 64)
        @ValidationRule(
                value = "self.matches('^[A-Za-z][A-Za-z0-9_+/-]*$')",
                message = "timeZone is a name such as Europe/Berlin")
        @JsonPropertyDescription("Time zone of the schedule, such as Europe/Berlin. Absent: UTC.")
        String timeZone,

        @JsonPropertyDescription("While true nothing is started.")
        Boolean suspend,

        @Required @JsonPropertyDescription("Where to.") BackupDestination destination,

        @JsonPropertyDescription("Which snapshots stay. Absent: all.")
        RetentionSpec retention,

        @Default("30m")
        @Size(max = 32)
        @ValidationRule(
                value = "self.matches('^([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?$') && self.matches('[1-9]')",
                message = "timeout is a duration such as 90s, 30m or 2h")
        @JsonPropertyDescription("How long one backup may take, such as 30m.")
        String timeout,

        @JsonPropertyDescription(
                "CPU and memory of the Job's container. What is neither requested nor limited is requested: 100m of CPU,"
                        + " 256Mi of memory.")
        ResourceRequirements resources) {}
