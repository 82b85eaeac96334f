// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.ClusterKey;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** What a member finds in its file system: its data, its certificates, and room for temporary files. */
final class MemberMounts {
    static final String DATA = "/var/lib/etcd";
    static final String SERVER_TLS = "/etc/etcd/tls/server";
    static final String PEER_TLS = "/etc/etcd/tls/peer";
    private static final String TEMPORARY = "/tmp";
    private static final int READ_BY_GROUP = 0440;

    private MemberMounts() {}

    static List<Volume> volumes(MemberInput input) {
        var volumes = new ArrayList<Volume>();
        volumes.add(new VolumeBuilder()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(ClusterKey.volumeClaim(input.member()))
                .endPersistentVolumeClaim()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        if (input.tls()) {
            volumes.add(secret("server-tls", input.serverSecret()));
            volumes.add(secret("peer-tls", input.peerSecret()));
        }
        return volumes;
    }

    static List<VolumeMount> mounts(MemberInput input) {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(mount("data", DATA, false));
        mounts.add(mount("tmp", TEMPORARY, false));
        if (input.tls()) {
            mounts.add(mount("server-tls", SERVER_TLS, true));
            mounts.add(mount("peer-tls", PEER_TLS, true));
        }
        return mounts;
    }

    private static Volume secret(String name, String secret) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(READ_BY_GROUP)
                .endSecret()
                .build();
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }
}
