// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.agent;

import dev.cairn.crds.store.S3Location;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** A run of the backup agent: arguments, and what its container needs besides. Credentials go by environment only. */
public final class AgentCommand {
    /** The executable in the member image. */
    public static final String NAME = "backup-agent";

    private static final String STORE_CA_VOLUME = "store-ca";
    private static final String STORE_CA = "/etc/cairn/store-ca";

    private final List<String> arguments = new ArrayList<>();
    private final List<EnvVar> environment = new ArrayList<>();
    private final List<Volume> volumes = new ArrayList<>();
    private final List<VolumeMount> mounts = new ArrayList<>();

    private AgentCommand(String verb) {
        arguments.add(verb);
    }

    public static AgentCommand of(String verb) {
        return new AgentCommand(verb);
    }

    public AgentCommand with(String flag, String value) {
        arguments.add("--" + flag + "=" + value);
        return this;
    }

    /** A switch. */
    public AgentCommand on(String flag) {
        arguments.add("--" + flag);
        return this;
    }

    public AgentCommand withOptional(String flag, Object value) {
        return value == null ? this : with(flag, value.toString());
    }

    /** The bucket and the way in. */
    public AgentCommand store(S3Location store) {
        with("bucket", store.bucket());
        withOptional("s3-endpoint", store.endpoint());
        withOptional("region", store.region());
        if (Boolean.TRUE.equals(store.forcePathStyle())) {
            on("force-path-style");
        }
        String secret = store.credentialsSecretRef().name();
        environment.add(fromSecret("AWS_ACCESS_KEY_ID", secret, "accessKeyId"));
        environment.add(fromSecret("AWS_SECRET_ACCESS_KEY", secret, "secretAccessKey"));
        if (store.caSecretRef() != null) {
            with("s3-ca-file", STORE_CA + "/ca.crt");
            mount(STORE_CA_VOLUME, store.caSecretRef().name(), STORE_CA);
        }
        return this;
    }

    /** A Secret the agent reads as files. */
    public AgentCommand mount(String volume, String secret, String path) {
        volumes.add(new VolumeBuilder()
                .withName(volume)
                .withNewSecret()
                .withSecretName(secret)
                .endSecret()
                .build());
        mounts.add(new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(true)
                .build());
        return this;
    }

    /** A volume the agent writes to. */
    public AgentCommand claim(String volume, String claim, String path) {
        volumes.add(new VolumeBuilder()
                .withName(volume)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .build());
        mounts.add(new VolumeMountBuilder().withName(volume).withMountPath(path).build());
        return this;
    }

    public List<String> arguments() {
        return List.copyOf(arguments);
    }

    public List<EnvVar> environment() {
        return List.copyOf(environment);
    }

    public Volume[] volumes() {
        return volumes.toArray(Volume[]::new);
    }

    public VolumeMount[] mounts() {
        return mounts.toArray(VolumeMount[]::new);
    }

    private static EnvVar fromSecret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(secret)
                .withKey(key)
                .endSecretKeyRef()
                .endValueFrom()
                .build();
    }
}
