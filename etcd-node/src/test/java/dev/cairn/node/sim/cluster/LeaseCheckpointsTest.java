// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.LeaseCheckpoints;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import org.junit.jupiter.api.Test;

/** How long a lease has to live under the next leader. */
class LeaseCheckpointsTest extends AskedCluster {
    private static final long LEASE = 7;
    private static final long TTL = 100;

    private void begin(LeaseCheckpoints checkpoints) {
        start(SimSettings.Habits.NONE.withLeaseCheckpoints(checkpoints));
        LeaseGrantRequest grant =
                LeaseGrantRequest.newBuilder().setID(LEASE).setTTL(TTL).build();
        ok(asked -> leader().leases().grant(Caller.ANONYMOUS, grant, asked.reply()));
    }

    private long secondsLeft() {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(LEASE).build();
        ok(asked -> leader().leases().timeToLive(Caller.ANONYMOUS, request, asked.reply()));
        return ((LeaseTimeToLiveResponse) answer).getTTL();
    }

    private void anotherLeads() {
        SimMember before = leading();
        before.end(End.POWER_CUT);
        pass(5_000);
        assertThat(leading()).isNotSameAs(before);
    }

    @Test
    void withoutCheckpointsItBeginsAnew() {
        begin(LeaseCheckpoints.NONE);
        pass(50_000);
        anotherLeads();
        assertThat(secondsLeft()).isGreaterThan(90);
    }

    @Test
    void withCheckpointsItGoesOnFromWhatWasLeft() {
        begin(new LeaseCheckpoints(2, true));
        pass(50_000);
        anotherLeads();
        assertThat(secondsLeft()).isBetween(40L, 52L);
    }

    @Test
    void soItDoesAfterAllWereDown() {
        begin(new LeaseCheckpoints(2, true));
        pass(50_000);
        cluster.members().forEach(member -> member.end(End.POWER_CUT));
        cluster.members().forEach(SimMember::start);
        pass(5_000);
        assertThat(secondsLeft()).isBetween(40L, 53L);
    }

    @Test
    void aLeaseThatLivesNoLongerThanTheIntervalHasNone() {
        begin(new LeaseCheckpoints(TTL, true));
        pass(50_000);
        anotherLeads();
        assertThat(secondsLeft()).isGreaterThan(90);
    }

    /** Whoever was told of a renewal may count on it, whoever leads next and however soon. */
    @Test
    void aRenewalThatWasAnsweredBindsTheNextLeader() {
        begin(new LeaseCheckpoints(2, true));
        pass(50_000);
        leader().leases().keepAlive(Caller.ANONYMOUS, LEASE, reply());
        for (int millis = 0; answer.equals("none") && millis < 5_000; millis++) {
            pass(1);
        }
        assertThat(((LeaseKeepAliveResponse) answer).getTTL()).isEqualTo(TTL);
        anotherLeads();
        assertThat(secondsLeft()).isGreaterThan(90);
    }
}
