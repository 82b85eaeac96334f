// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.testkit.SimDisk.Operation;
import java.util.Arrays;

/** The side effects of a first start and of an installation, in their order; the power may fail in each. */
enum Step {
    BEGIN_DIRECTORY("begin.directory", Operation.CREATE_DIRECTORY, "/member"),
    BEGIN_LOCK("begin.lock", Operation.CREATE, "/member/lock"),
    BEGIN_STORE("begin.store", Operation.CREATE_DIRECTORY, "/member/store/"),
    BEGIN_POINTER_WRITE("begin.pointer-write", Operation.WRITE, "/store/current"),
    BEGIN_POINTER_SYNC("begin.pointer-sync", Operation.FSYNC, "/store/current"),
    BEGIN_POINTER_SWITCH("begin.pointer-switch", Operation.RENAME, "/store/current"),
    BEGIN_STORE_OPEN("begin.store-open", Operation.CREATE, "/STORE"),
    BEGIN_LOG_WRITE("begin.log-write", Operation.WRITE, "/wal"),
    BEGIN_LOG_SYNC("begin.log-sync", Operation.FSYNC, "/wal"),
    BEGIN_LOG_SWITCH("begin.log-switch", Operation.RENAME, "/wal"),
    BEGIN_IDENTITY_WRITE("begin.identity-write", Operation.WRITE, "/cairn.json"),
    BEGIN_IDENTITY_SYNC("begin.identity-sync", Operation.FSYNC, "/cairn.json"),
    BEGIN_IDENTITY_SWITCH("begin.identity-switch", Operation.RENAME, "/cairn.json"),

    INSTALL_STORE("install.store", Operation.CREATE, "/STORE"),
    INSTALL_LOAD("install.load", Operation.WRITE, "/STORE"),
    INSTALL_SYNC("install.sync", Operation.FSYNC, "/STORE"),
    INSTALL_POINTER_WRITE("install.pointer-write", Operation.WRITE, "/store/current"),
    INSTALL_POINTER_SYNC("install.pointer-sync", Operation.FSYNC, "/store/current"),
    INSTALL_SWITCH("install.switch", Operation.RENAME, "/store/current"),
    INSTALL_RELEASE_IMAGE("install.release-image", Operation.DELETE, "/snap/0"),
    INSTALL_RELEASE_STORE("install.release-store", Operation.DELETE, "/member/store/0");

    private final String place;
    final Operation operation;
    final String pathPart;

    Step(String place, Operation operation, String pathPart) {
        this.place = place;
        this.operation = operation;
        this.pathPart = pathPart;
    }

    static Step of(String place) {
        return Arrays.stream(values())
                .filter(each -> each.place.equals(place))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no step is called " + place));
    }
}
