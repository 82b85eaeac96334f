// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files that cannot be understood without one another: the strongly connected components of who names whom, over top-level
 * classes, a nested class being part of its file.
 */
final class FileCircles {
    private final Map<String, Set<String>> uses;
    private final Map<String, Integer> order = new TreeMap<>();
    private final Map<String, Integer> lowest = new TreeMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<SortedSet<String>> circles = new ArrayList<>();

    private FileCircles(Map<String, Set<String>> uses) {
        this.uses = uses;
    }

    /** Of more than one file, the largest first. */
    static List<SortedSet<String>> of(Map<String, Set<String>> uses) {
        FileCircles search = new FileCircles(uses);
        new TreeSet<>(uses.keySet()).forEach(file -> {
            if (!search.order.containsKey(file)) {
                search.visit(file);
            }
        });
        search.circles.sort(Comparator.<SortedSet<String>>comparingInt(SortedSet::size)
                .reversed()
                .thenComparing(SortedSet::first));
        return search.circles;
    }

    /** Which of the files names which others of them. */
    static Map<String, Set<String>> uses(Iterable<JavaClass> classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        classes.forEach(each -> uses.put(file(each), new TreeSet<>()));
        for (JavaClass from : classes) {
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                String to = file(dependency.getTargetClass().getBaseComponentType());
                if (uses.containsKey(to) && !to.equals(file(from))) {
                    uses.get(file(from)).add(to);
                }
            }
        }
        return uses;
    }

    private static String file(JavaClass each) {
        JavaClass top = each;
        while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
        }
        return top.getName();
    }

    /** Tarjan's: {@code lowest} is the oldest file on the path that can be come back to. */
    private void visit(String file) {
        int mine = order.size();
        order.put(file, mine);
        lowest.put(file, mine);
        path.push(file);
        for (String next : uses.getOrDefault(file, Set.of())) {
            if (!order.containsKey(next)) {
                visit(next);
                lowest.merge(file, lowest.get(next), Math::min);
            } else if (path.contains(next)) {
                lowest.merge(file, order.get(next), Math::min);
            }
        }
        if (lowest.get(file) == mine) {
            SortedSet<String> circle = new TreeSet<>();
            while (!circle.contains(file)) {
                circle.add(path.pop());
            }
            if (circle.size() > 1) {
                circles.add(circle);
            }
        }
    }
}
