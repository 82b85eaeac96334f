// SPDX-License-Identifier: Apache-2.0
/** Stock etcdctl and etcdutl on members of ours; snapshots and data directories both ways. Start at {@link EtcdctlIT}. */
package dev.cairn.e2e.etcdctl;
