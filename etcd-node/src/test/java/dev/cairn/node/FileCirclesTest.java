// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileCirclesTest {
    @Test
    void aCircleOfFourIsFound() {
        Map<String, Set<String>> planted =
                Map.of("A", Set.of("B"), "B", Set.of("C"), "C", Set.of("D"), "D", Set.of("A"), "E", Set.of("A"));

        assertThat(FileCircles.of(planted)).containsExactly(sorted("A", "B", "C", "D"));
    }

    @Test
    void twoCirclesThatShareAFileAreOne() {
        Map<String, Set<String>> eight = Map.of("A", Set.of("B"), "B", Set.of("A", "C"), "C", Set.of("B"));

        assertThat(FileCircles.of(eight)).containsExactly(sorted("A", "B", "C"));
    }

    @Test
    void twoCirclesWithAnArrowFromOneToTheOtherAreTwoTheLargerFirst() {
        Map<String, Set<String>> chain =
                Map.of("A", Set.of("B"), "B", Set.of("A", "C"), "C", Set.of("D"), "D", Set.of("E"), "E", Set.of("C"));

        assertThat(FileCircles.of(chain)).containsExactly(sorted("C", "D", "E"), sorted("A", "B"));
    }

    @Test
    void whereAllArrowsRunOneWayThereIsNone() {
        Map<String, Set<String>> diamond = Map.of("A", Set.of("B", "C"), "B", Set.of("D"), "C", Set.of("D"));

        assertThat(FileCircles.of(diamond)).isEmpty();
    }

    /** By a field, in a nested class, by an array, in a lambda; Beside is beside it. */
    @Test
    void aCircleOfFourClassesIsFoundWhateverWayTheyNameOneAnother() {
        var classes = new ClassFileImporter()
                .importClasses(North.class, East.class, East.Inside.class, South.class, West.class, Beside.class);

        assertThat(FileCircles.of(FileCircles.uses(classes)))
                .containsExactly(sorted(
                        North.class.getName(), East.class.getName(), South.class.getName(), West.class.getName()));
    }

    private static java.util.SortedSet<String> sorted(String... files) {
        return new java.util.TreeSet<>(Set.of(files));
    }
}

class North {
    East next;
}

class East {
    static class Inside {
        void meet(South next) {}
    }
}

class South {
    West[] next() {
        return new West[0];
    }
}

class West {
    Runnable next() {
        return () -> new North();
    }
}

class Beside {
    North next;
}
