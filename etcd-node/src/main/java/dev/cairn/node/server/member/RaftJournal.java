// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.raft.RaftConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core's own lines in the member's log. */
final class RaftJournal implements RaftConfig.Journal {
    private static final Logger LOG = LoggerFactory.getLogger("raft");

    @Override
    public void log(System.Logger.Level level, String line) {
        switch (level) {
            case ERROR -> LOG.error(line);
            case WARNING -> LOG.warn(line);
            case INFO -> LOG.info(line);
            default -> LOG.debug(line);
        }
    }
}
