// SPDX-License-Identifier: Apache-2.0
/**
 * What etcd has under {@code /debug}: variables, and with {@code --enable-pprof} profiles of the process. Imports {@code
 * api.http} for pages. Start at {@link dev.cairn.node.bootstrap.debug.DebugPages}.
 */
package dev.cairn.node.bootstrap.debug;
