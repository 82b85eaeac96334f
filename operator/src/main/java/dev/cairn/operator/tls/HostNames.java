// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Telling addresses from names without asking a resolver. */
final class HostNames {
    private HostNames() {}

    static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9]+(\\.[0-9]+){3}");
    }

    /** One spelling for each address: {@code ::1} and {@code 0:0:0:0:0:0:0:1} are the same. */
    static String canonical(String name) {
        if (!isAddress(name)) {
            return name;
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + name, e);
        }
    }
}
