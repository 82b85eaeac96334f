// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

import java.util.Optional;

/** Gives access to single members. */
public interface EtcdConnector {
    /** The member at this URL. Connects lazily and may be asked again and again: connections are kept and reused. */
    EtcdAdmin to(String clientUrl, Optional<TlsIdentity> identity);
}
