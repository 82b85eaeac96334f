// SPDX-License-Identifier: Apache-2.0
/** The Kubernetes that scenes play on. */
package dev.cairn.e2e.kube;
