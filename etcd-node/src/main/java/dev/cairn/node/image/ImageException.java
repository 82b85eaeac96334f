// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

/** The file is not a sound database image. The message names the page or the place; nothing was changed. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }
}
