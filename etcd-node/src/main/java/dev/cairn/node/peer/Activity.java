// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

/**
 * Since when a peer has been connected, by the streams that are read from it. It counts anew when the peer was gone: the
 * connection was closed, or refused. It does not where the peer, or this process, merely stood still for a while and said
 * nothing: after a pause a cluster is as healthy as before (etcd notices no such pause). Thread-safe.
 */
final class Activity {
    private int readersUp;
    private boolean onlySilent;
    private long sinceNanos;
    private long resumeNanos;

    /** True when it was not connected before. */
    synchronized boolean up(long nowNanos) {
        readersUp++;
        if (sinceNanos == 0) {
            long now = nowNanos == 0 ? 1 : nowNanos;
            sinceNanos = resumeNanos == 0 ? now : resumeNanos;
            resumeNanos = 0;
            onlySilent = true;
        }
        return readersUp == 1;
    }

    /**
     * True when it is not connected any more.
     *
     * @param silent nothing was heard for too long, and nothing says that the peer is gone
     */
    synchronized boolean down(boolean silent) {
        onlySilent &= silent;
        if (--readersUp == 0) {
            resumeNanos = onlySilent ? sinceNanos : 0;
            sinceNanos = 0;
        }
        return readersUp == 0;
    }

    /** Nobody is there, or nobody who would talk to us. */
    synchronized void refused() {
        resumeNanos = 0;
    }

    /** 0 while there is no stream. */
    synchronized long sinceNanos() {
        return sinceNanos;
    }
}
