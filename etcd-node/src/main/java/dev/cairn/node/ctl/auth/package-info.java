// SPDX-License-Identifier: Apache-2.0
/** Commands on users, roles and whether anybody is asked who they are. Start at {@link dev.cairn.node.ctl.auth.AuthCommand}. */
package dev.cairn.node.ctl.auth;
