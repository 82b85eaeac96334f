// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberJsonTest {
    private static final String STARTED =
            "{\"id\":9372538179322589801,\"peerURLs\":[\"http://127.0.0.1:12380\"],\"name\":\"infra1\","
                    + "\"clientURLs\":[\"http://127.0.0.1:2379\"]}";

    @Test
    void memberIsWrittenAsByEtcd() {
        ClusterMember member = new ClusterMember(
                Long.parseUnsignedLong("9372538179322589801"),
                List.of("http://127.0.0.1:12380"),
                false,
                "infra1",
                List.of("http://127.0.0.1:2379"));
        assertThat(text(MemberJson.write(member))).isEqualTo(STARTED);
        assertThat(MemberJson.read(bytes(STARTED))).isEqualTo(member);
    }

    @Test
    void learnerThatDidNotStartHasNoNameAndNoClientUrls() {
        ClusterMember learner = ClusterMember.added(1, List.of("http://a:1", "http://b:1"), true);
        assertThat(text(MemberJson.write(learner)))
                .isEqualTo("{\"id\":1,\"peerURLs\":[\"http://a:1\",\"http://b:1\"],\"isLearner\":true}");
        assertThat(MemberJson.read(MemberJson.write(learner))).isEqualTo(learner);
    }

    @Test
    void namesAreEscapedAsByGo() {
        ClusterMember odd = new ClusterMember(1, List.of("u"), false, "<a>&\"\\\n\u001f\u2028é😀/", List.of());
        assertThat(text(MemberJson.write(odd)))
                .isEqualTo(
                        "{\"id\":1,\"peerURLs\":[\"u\"],\"name\":\"\\u003ca\\u003e\\u0026\\\"\\\\\\n\\u001f\\u2028é😀/\"}");
        assertThat(MemberJson.read(MemberJson.write(odd))).isEqualTo(odd);
    }

    @Test
    void listsAreReadBack() {
        List<ClusterMember> members =
                List.of(ClusterMember.added(1, List.of("http://a:1"), false), MemberJson.read(bytes(STARTED)));
        assertThat(MemberJson.readList(MemberJson.writeList(members))).isEqualTo(members);
        assertThat(MemberJson.writeList(List.of())).isEqualTo("[]");
    }

    @Test
    void unknownKeysAndNullsAreSkipped() {
        ClusterMember member = MemberJson.read(bytes("{\"id\":7,\"peerURLs\":null,\"x\":{\"id\":[1]},\"name\":null}"));
        assertThat(member).isEqualTo(ClusterMember.added(7, List.of(), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"id\":-1}",
                "{\"id\":18446744073709551616}",
                "{\"id\":1.5}",
                "{\"id\":\"1\"}",
                "{\"id\":1} x",
                "{\"peerURLs\":\"u\"}",
                "{\"peerURLs\":[1]}",
                "{\"isLearner\":1}",
                "{\"name\":[\"a\"]}",
                "{\"name\":1}"
            })
    void brokenRecordsAreRefusedByOneKindOfError(String broken) {
        assertThatThrownBy(() -> MemberJson.read(bytes(broken)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("member: ");
    }

    @Test
    void changesTravelInEtcdsForm() {
        ClusterMember learner = ClusterMember.added(-1, List.of("http://a:1"), true);
        assertTravels(new MemberChange.Add(learner), 3, MemberJson.write(learner));
        assertTravels(new MemberChange.Add(learner.asVoter()), 0, MemberJson.write(learner.asVoter()));
        assertTravels(
                new MemberChange.Promote(-1),
                0,
                bytes("{\"id\":18446744073709551615,\"peerURLs\":null,\"isPromote\":true}"));
        assertTravels(
                new MemberChange.Update(5, List.of("http://b:1")),
                2,
                bytes("{\"id\":5,\"peerURLs\":[\"http://b:1\"]}"));
        assertTravels(new MemberChange.Remove(5), 1, new byte[0]);
    }

    @Test
    void changeOfAnotherMemberThanItsContextIsRefused() {
        byte[] context = new MemberChange.Promote(5).context();
        assertThatThrownBy(() -> MemberChange.read(0, 6, context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("conf change of member 6 has the context of member 5");
        assertThatThrownBy(() -> MemberChange.read(4, 5, context)).hasMessage("conf change of unknown type 4");
    }

    private static void assertTravels(MemberChange change, int type, byte[] context) {
        assertThat(change.type()).isEqualTo(type);
        assertThat(text(change.context())).isEqualTo(text(context));
        assertThat(MemberChange.read(type, change.id(), context)).isEqualTo(change);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
