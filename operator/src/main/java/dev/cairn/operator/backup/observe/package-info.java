// SPDX-License-Identifier: Apache-2.0
/** What is there of a backup: the resource, its cluster, its Jobs, its Secrets. Never acts. */
package dev.cairn.operator.backup.observe;
