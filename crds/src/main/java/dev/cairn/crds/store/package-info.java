// SPDX-License-Identifier: Apache-2.0
/** Where backups lie: locations that several resources name. Imports nothing of ours but {@code dev.cairn.crds}. */
package dev.cairn.crds.store;
