// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.testkit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Programs that tests run; {@code e2e/tools/build.sh} builds them. */
final class Tools {
    private Tools() {}

    /** Our own etcd where it is built, unless LOCAL_ETCD=stock asks for the real one. */
    static Path etcdBelowApiServer() {
        Path own = Path.of("..", "bin", "etcd").toAbsolutePath().normalize();
        boolean stock = "stock".equals(System.getenv("LOCAL_ETCD"));
        return !stock && Files.isExecutable(own)
                ? own
                : Program.stock("etcd-3.7").path();
    }

    /** An image of this name is our own etcd, whatever other members run. */
    static final String OWN_IMAGE = "own/etcd-node";

    /** What members of this image run: real etcd, unless the image or MEMBER_ETCD says otherwise. */
    static Path etcdOf(String image) {
        return image.startsWith(OWN_IMAGE)
                ? Path.of("..", "bin", "etcd").toAbsolutePath().normalize()
                : etcdOfMembers();
    }

    private static Path etcdOfMembers() {
        return Optional.ofNullable(System.getenv("MEMBER_ETCD"))
                .map(Path::of)
                .orElseGet(() -> Program.stock("etcd-3.7").path());
    }
}
