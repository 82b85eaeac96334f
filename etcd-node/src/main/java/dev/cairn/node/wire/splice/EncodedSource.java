// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

/** A stream of bytes behind which a message waits to be written: who reads in the same process takes the message. */
public interface EncodedSource {
    Encoded encoded();
}
