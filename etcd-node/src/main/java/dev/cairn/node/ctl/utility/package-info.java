// SPDX-License-Identifier: Apache-2.0
/** Commands that are none of the others': version, options, completion, checks, mirrors. */
package dev.cairn.node.ctl.utility;
