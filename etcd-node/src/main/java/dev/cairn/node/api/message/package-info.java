// SPDX-License-Identifier: Apache-2.0
/** How requests are read from the wire and answers written to it. Start at {@code RequestMarshaller}. */
package dev.cairn.node.api.message;
