// SPDX-License-Identifier: Apache-2.0
/** What is there of a restore: the resource, its backup, its Job, the cluster it makes. Never acts. */
package dev.cairn.operator.restore.observe;
