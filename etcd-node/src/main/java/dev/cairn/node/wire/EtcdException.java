// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

/** A request was refused with one of etcd's answers. Carries no stack trace: it is an answer, not a fault. */
public final class EtcdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EtcdError error;

    public EtcdException(EtcdError error) {
        super(error.text(), null, false, false);
        this.error = error;
    }

    public EtcdError error() {
        return error;
    }
}
