// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

/** One line of the fault matrix. */
public record Cell(String kind, String place, String role) {
    static final String ANY = "any";

    @Override
    public String toString() {
        return kind + " " + place + " " + role;
    }
}
