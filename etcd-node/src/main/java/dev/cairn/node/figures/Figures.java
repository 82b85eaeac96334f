// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

/** All figures of one member, by who counts them. */
public record Figures(
        ApplyFigures apply, RequestFigures requests, StoreFigures store, DiskFigures disk, PeerFigures peers) {
    public Figures() {
        this(new ApplyFigures(), new RequestFigures(), new StoreFigures(), new DiskFigures(), new PeerFigures());
    }
}
