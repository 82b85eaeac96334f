// SPDX-License-Identifier: Apache-2.0
/** A real kube-apiserver on one member, without nodes. Start at {@link ApiserverIT}. */
package dev.cairn.e2e.apiserver;
