// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import dev.cairn.node.wire.EtcdUrl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code --initial-cluster} says: each member's name and sorted peer URLs. A member that starts on an empty disk
 * either forms the cluster from it or finds itself in the running cluster by it. Whatever does not fit fails with an
 * IllegalArgumentException that can be shown to the one who wrote the flags.
 */
public final class InitialCluster {
    private static final String FLAG = "--initial-cluster";

    private final SortedMap<String, List<String>> urlsByName;

    private InitialCluster(SortedMap<String, List<String>> urlsByName) {
        this.urlsByName = Collections.unmodifiableSortedMap(urlsByName);
    }

    /** Reads {@code name=url,name2=url2}; a member with several URLs is named once for each. */
    public static InitialCluster parse(String flag) {
        TreeMap<String, List<String>> urls = new TreeMap<>();
        for (String part : flag.split(",")) {
            String entry = part.trim();
            if (entry.isEmpty()) {
                continue;
            }
            int equals = entry.indexOf('=');
            if (equals <= 0 || equals == entry.length() - 1) {
                throw new IllegalArgumentException(
                        FLAG + ": \"" + entry + "\" is not of the form name=url, as in m1=http://10.0.0.1:2380");
            }
            urls.computeIfAbsent(entry.substring(0, equals), name -> new ArrayList<>())
                    .add(entry.substring(equals + 1));
        }
        if (urls.isEmpty()) {
            throw new IllegalArgumentException(FLAG + " names no member");
        }
        Map<String, String> owners = new TreeMap<>();
        for (Map.Entry<String, List<String>> member : urls.entrySet()) {
            member.setValue(checkedUrls(member.getKey(), member.getValue()));
            for (String url : member.getValue()) {
                String other = owners.put(url, member.getKey());
                if (other != null) {
                    throw new IllegalArgumentException(
                            FLAG + ": URL " + url + " is given twice, for " + other + " and " + member.getKey());
                }
            }
        }
        return new InitialCluster(urls);
    }

    private static List<String> checkedUrls(String name, List<String> urls) {
        try {
            return texts(EtcdUrl.parseAll(urls));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FLAG + ": member " + name + ": " + e.getMessage(), e);
        }
    }

    private static List<String> texts(List<EtcdUrl> urls) {
        return urls.stream().map(EtcdUrl::toString).toList();
    }

    /** The member's sorted peer URLs. */
    public List<String> peerUrls(String name) {
        List<String> urls = urlsByName.get(name);
        if (urls == null) {
            throw new IllegalArgumentException("couldn't find local name \"" + name
                    + "\" in the initial cluster configuration: " + FLAG + " names " + urlsByName.keySet());
        }
        return urls;
    }

    /** The peer URLs of all but {@code ownName}, sorted, each once: whom a joining member asks. */
    public List<String> othersPeerUrls(String ownName) {
        Set<String> others = new LinkedHashSet<>();
        urlsByName.forEach((name, urls) -> {
            if (!name.equals(ownName)) {
                others.addAll(urls);
            }
        });
        return others.stream().sorted().toList();
    }

    /** The member's URLs here must be those that it tells others ({@code --initial-advertise-peer-urls}). */
    public void checkAdvertised(String ownName, List<String> advertisedPeerUrls, HostResolver resolver) {
        List<String> here = peerUrls(ownName);
        List<String> advertised = texts(EtcdUrl.parseAll(advertisedPeerUrls));
        if (!sameUrls(here, advertised, resolver)) {
            throw new IllegalArgumentException(FLAG + " has " + ownName + " at " + here
                    + ", but --initial-advertise-peer-urls says " + advertised);
        }
    }

    /** The members of a new cluster, ordered by id, all voters; every member computes the same. */
    public List<ClusterMember> members(String clusterToken) {
        SortedMap<Long, ClusterMember> members = new TreeMap<>(Long::compareUnsigned);
        urlsByName.forEach((name, urls) -> {
            long id = MemberIds.ofBootstrap(urls, clusterToken);
            ClusterMember other = members.put(id, new ClusterMember(id, urls, false, name, List.of()));
            if (id == 0 || other != null) {
                throw new IllegalArgumentException(FLAG + ": member " + name + " gets an unusable id, "
                        + MemberIds.text(id) + ": change its URLs or --initial-cluster-token");
            }
        });
        return List.copyOf(members.values());
    }

    /** The id of a new cluster. */
    public long clusterId(String clusterToken) {
        return MemberIds.ofCluster(
                members(clusterToken).stream().map(ClusterMember::id).toList());
    }

    /**
     * Finds each named member among those of the running cluster, by peer URLs; the answer has their ids and roles and
     * the names given here, ordered by id.
     */
    public List<ClusterMember> match(List<ClusterMember> running, HostResolver resolver) {
        if (running.size() != urlsByName.size()) {
            throw new IllegalArgumentException("member count is unequal: " + FLAG + " names " + urlsByName.size()
                    + " members " + urlsByName.keySet() + ", the running cluster has " + running.size() + " "
                    + urlsOf(running));
        }
        SortedMap<Long, ClusterMember> matched = new TreeMap<>(Long::compareUnsigned);
        urlsByName.forEach((name, urls) -> {
            ClusterMember found = running.stream()
                    .filter(member -> !matched.containsKey(member.id()))
                    .filter(member ->
                            sameUrls(urls, member.peerUrls().stream().sorted().toList(), resolver))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unmatched member while checking PeerURLs: " + FLAG
                            + " has " + name + " at " + urls + ", the running cluster's members are at "
                            + urlsOf(running)));
            matched.put(found.id(), found.withAttributes(name, found.clientUrls()));
        });
        return List.copyOf(matched.values());
    }

    private static List<List<String>> urlsOf(List<ClusterMember> members) {
        return members.stream().map(ClusterMember::peerUrls).toList();
    }

    /** Both sorted. Equal as they are, or once each host name is replaced by its addresses. */
    private static boolean sameUrls(List<String> left, List<String> right, HostResolver resolver) {
        if (left.equals(right)) {
            return true;
        }
        return left.size() == right.size() && resolved(left, resolver).equals(resolved(right, resolver));
    }

    private static List<String> resolved(List<String> urls, HostResolver resolver) {
        return urls.stream()
                .map(url -> resolved(EtcdUrl.parse(url), resolver))
                .sorted()
                .toList();
    }

    /** With the host's addresses in its place; as it is where it has none. */
    private static String resolved(EtcdUrl url, HostResolver resolver) {
        if (url.isSocket() || url.host().isEmpty()) {
            return url.toString();
        }
        List<String> addresses = resolver.resolve(url.host()).stream().sorted().toList();
        return addresses.isEmpty() ? url.toString() : url.scheme() + "://" + addresses + ":" + url.port();
    }
}
