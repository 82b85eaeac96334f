// SPDX-License-Identifier: Apache-2.0
/**
 * The backup agent's command line, as {@code docs/backup-format.md} states it, and what it reports. Shared by seeds that
 * restore, by backups and by restores. May import the custom resources and Kubernetes' model; no client. Start with
 * {@link dev.cairn.operator.agent.AgentCommand}.
 */
package dev.cairn.operator.agent;
