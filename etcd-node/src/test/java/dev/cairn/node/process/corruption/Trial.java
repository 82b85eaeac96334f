// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.corruption;

import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.FileTree;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One damage to one file: a copy of the directory is damaged, a member started on it, and what it does judged. */
final class Trial {
    /** What came of it, and in the member's own words why. */
    record Outcome(Verdict verdict, String words) {}

    enum Verdict {
        RECOVERED("recovered"),
        /** The last write but for what a power cut may have taken; see the legend. */
        TORN("recovered, torn (1)"),
        REFUSED("refused"),
        REFUSED_UNCLEARLY("REFUSED, FILE OR REMEDY NOT NAMED"),
        HUNG("HUNG"),
        LOST("SILENT LOSS");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        boolean isFailure() {
            return compareTo(REFUSED) > 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** As many small writes as fit into the pages of one damage. */
    private static final int TORN_WRITES = 60;

    private static final Pattern REMEDY = Pattern.compile(
            "put (it|.* copy|the missing ones|.*those that do).* back|remove this member|delete (it|the file)");
    private static final Pattern LAST_WORDS =
            Pattern.compile("^error: (.*)$|\"msg\":\"(the store failed.*?)\"", Pattern.MULTILINE);

    private final Directory pristine;
    private final Path workshop;

    Trial(Directory pristine, Path workshop) {
        this.pristine = pristine;
        this.workshop = workshop;
    }

    Outcome of(Path file, Damage damage) throws IOException {
        Path copy = workshop.resolve("damaged");
        pristine.copyTo(copy, file);
        Path victim = copy.resolve(pristine.path().relativize(file));
        damage.inflict(victim);
        try (CairnEtcd member = new CairnEtcd(copy, "--snapshot-count=150")) {
            return judge(member, victim, file.equals(pristine.lastSegment()));
        } finally {
            FileTree.delete(copy);
            Files.deleteIfExists(workshop.resolve("damaged.log"));
        }
    }

    private Outcome judge(CairnEtcd member, Path victim, boolean mayBeTorn) {
        boolean running;
        try {
            running = member.startOrEnd();
        } catch (AssertionError timeout) {
            return new Outcome(Verdict.HUNG, timeout.getMessage());
        }
        if (!running) {
            return refusal(member, victim);
        }
        int lost;
        try {
            lost = pristine.acknowledged().lost(member);
        } catch (StatusRuntimeException e) {
            return member.isAlive() ? new Outcome(Verdict.LOST, "answers " + e.getStatus()) : refusal(member, victim);
        }
        if (lost == 0) {
            return new Outcome(Verdict.RECOVERED, "");
        }
        boolean torn =
                mayBeTorn && lost > 0 && lost <= TORN_WRITES && member.log().contains("unfinished write");
        return new Outcome(
                torn ? Verdict.TORN : Verdict.LOST,
                lost + " writes of " + pristine.acknowledged().count());
    }

    /** The last line that says why must name the damaged file, or the directory it is missing from, and a remedy. */
    private static Outcome refusal(CairnEtcd member, Path victim) {
        Matcher lines = LAST_WORDS.matcher(member.log());
        String words = "";
        while (lines.find()) {
            words = lines.group(1) == null ? lines.group(2) : lines.group(1);
        }
        // Of a log segment that is gone nobody knows the second half of the name.
        String name = victim.getFileName().toString();
        boolean named =
                words.contains(name) || name.endsWith(".wal") && words.contains(name.replaceAll("-.*", "-*.wal"));
        boolean clear = named && REMEDY.matcher(words).find();
        return new Outcome(clear ? Verdict.REFUSED : Verdict.REFUSED_UNCLEARLY, words);
    }
}
