// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.CommandFailure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** The endpoints to ask: those that a domain's SRV records name, else those of {@code --endpoints}. */
record Discovery(GlobalFlags flags, PrintStream err) {
    private static final List<String> DEFAULT = List.of("127.0.0.1:2379");
    private static final String SERVICE = "etcd-client";

    /** One SRV record, in the order in which they are tried. */
    private record Target(int priority, String host, int port) {
        static Target parse(String record) {
            String[] parts = record.split(" ");
            return new Target(Integer.parseInt(parts[0]), parts[3], Integer.parseInt(parts[2]));
        }
    }

    List<String> endpoints() {
        List<String> found = discovered();
        if (!found.isEmpty()) {
            return found;
        }
        return flags.endpoints == null
                ? DEFAULT
                : flags.endpoints.stream().map(String::trim).toList();
    }

    private List<String> discovered() {
        if (flags.discoverySrv == null || flags.discoverySrv.isEmpty()) {
            return List.of();
        }
        String suffix =
                flags.discoverySrvName == null || flags.discoverySrvName.isEmpty() ? "" : "-" + flags.discoverySrvName;
        List<String> found = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        look("https", SERVICE + "-ssl" + suffix, found, failures);
        look("http", SERVICE + suffix, found, failures);
        if (failures.size() == 2) {
            throw new CommandFailure(CommandFailure.ERROR, "dns lookup errors: " + String.join(" and ", failures));
        }
        if (!Boolean.FALSE.equals(flags.insecureDiscovery)) {
            return found;
        }
        List<String> secure = new ArrayList<>();
        for (String each : found) {
            if (each.startsWith("http://")) {
                err.println("ignoring discovered insecure endpoint \"" + each + "\"");
            } else {
                secure.add(each);
            }
        }
        return secure;
    }

    private void look(String scheme, String service, List<String> found, List<String> failures) {
        String name = "_" + service + "._tcp." + flags.discoverySrv;
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        try {
            Attribute records = new InitialDirContext(settings)
                    .getAttributes("dns:///" + name, new String[] {"SRV"})
                    .get("SRV");
            List<Target> targets = new ArrayList<>();
            NamingEnumeration<?> all = records == null ? null : records.getAll();
            while (all != null && all.hasMore()) {
                targets.add(Target.parse((String) all.next()));
            }
            if (targets.isEmpty()) {
                failures.add("lookup " + name + ": no such host");
            }
            targets.sort(Comparator.comparingInt(Target::priority));
            targets.forEach(each -> found.add(scheme + "://" + each.host() + ":" + each.port()));
        } catch (NamingException e) {
            failures.add("lookup " + name + ": " + e.getMessage());
        }
    }
}
