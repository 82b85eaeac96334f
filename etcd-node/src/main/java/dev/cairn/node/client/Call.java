// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import io.grpc.MethodDescriptor;

/**
 * One question that etcd's API knows, with its request and its answer. A {@code repeatable} one is asked again of whoever
 * answers next; what changes something is asked once, as etcd's Go client has it.
 */
public record Call<Q, A>(MethodDescriptor<Q, A> method, boolean repeatable) {
    static <Q, A> Call<Q, A> reading(MethodDescriptor<Q, A> method) {
        return new Call<>(method, true);
    }

    static <Q, A> Call<Q, A> changing(MethodDescriptor<Q, A> method) {
        return new Call<>(method, false);
    }
}
