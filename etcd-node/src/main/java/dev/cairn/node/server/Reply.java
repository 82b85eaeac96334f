// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/** Where an answer goes. Called exactly once, from any thread; must not block. */
public interface Reply<T> {
    void done(T answer);

    /** An {@link dev.cairn.node.wire.EtcdException} is an answer with an etcd error text; anything else is a fault. */
    void failed(RuntimeException error);
}
