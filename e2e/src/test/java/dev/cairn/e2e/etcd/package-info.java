// SPDX-License-Identifier: Apache-2.0
/** An EtcdCluster from outside: by its resource, and by jetcd with the certificates of its Secrets. */
package dev.cairn.e2e.etcd;
