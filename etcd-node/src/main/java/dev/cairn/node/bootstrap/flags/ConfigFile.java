// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** etcd's YAML configuration: keys are flag names, TLS comes in two maps. Unknown keys are warned about and ignored. */
public final class ConfigFile {
    private static final Map<String, String> CLIENT_SECURITY = security("", "client-cert-allowed-hostname");
    private static final Map<String, String> PEER_SECURITY = security("peer-", "peer-cert-allowed-hostname");

    /** Besides URLs; as in etcd. */
    private static final Set<String> LISTS = Set.of("log-outputs", "cipher-suites");

    private ConfigFile() {}

    public static Map<String, String> read(String file, List<String> warnings) {
        try (var in = Files.newInputStream(Path.of(file))) {
            return read(file, in, warnings);
        } catch (IOException e) {
            throw new BadConfigException("cannot read --config-file " + file + ": " + e.getMessage());
        }
    }

    /** The same from what the file holds. */
    public static Map<String, String> read(String file, InputStream in, List<String> warnings) {
        Object document;
        try {
            document = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (YAMLException e) {
            throw new BadConfigException("--config-file " + file + " is not YAML: " + e.getMessage());
        }
        if (document == null) {
            return Map.of();
        }
        if (!(document instanceof Map<?, ?> map)) {
            throw new BadConfigException("--config-file " + file + " must hold a map of flag names to values");
        }
        Map<String, String> values = new LinkedHashMap<>();
        FlagTable table = FlagTable.load();
        map.forEach((key, value) -> take(file, String.valueOf(key), value, table, values, warnings));
        return values;
    }

    private static void take(
            String file, String key, Object value, FlagTable table, Map<String, String> values, List<String> warnings) {
        if (value == null) {
            return;
        }
        Map<String, String> section = switch (key) {
            case "client-transport-security" -> CLIENT_SECURITY;
            case "peer-transport-security" -> PEER_SECURITY;
            default -> null;
        };
        if (section != null && value instanceof Map<?, ?> inner) {
            inner.forEach((name, each) -> {
                String flag = section.get(String.valueOf(name));
                if (flag == null) {
                    warnings.add("unknown key " + key + "." + name + " in the config file");
                } else if (each != null) {
                    values.put(flag, scalar(file, key + "." + name, each));
                }
            });
        } else if (table.find(key) == null) {
            warnings.add("unknown key " + key + " in the config file");
        } else {
            boolean listed = LISTS.contains(key) || table.find(key).kind() == Flag.Kind.URLS;
            values.put(
                    key, listed && value instanceof List<?> list ? joined(file, key, list) : scalar(file, key, value));
        }
    }

    private static String joined(String file, String key, List<?> list) {
        StringJoiner joined = new StringJoiner(",");
        list.forEach(each -> joined.add(scalar(file, key, each)));
        return joined.toString();
    }

    private static String scalar(String file, String key, Object value) {
        if (value == null || value instanceof Map || value instanceof List) {
            String kind = value == null ? "empty" : value instanceof Map ? "a map" : "a list";
            throw new BadConfigException("--config-file " + file + ": in " + key + " is " + kind + ", not one value");
        }
        return String.valueOf(value);
    }

    private static Map<String, String> security(String prefix, String allowedHostname) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("cert-file", prefix + "cert-file");
        keys.put("key-file", prefix + "key-file");
        keys.put("client-cert-file", prefix + "client-cert-file");
        keys.put("client-key-file", prefix + "client-key-file");
        keys.put("client-cert-auth", prefix + "client-cert-auth");
        keys.put("trusted-ca-file", prefix + "trusted-ca-file");
        keys.put("auto-tls", prefix + "auto-tls");
        keys.put("allowed-hostname", allowedHostname);
        if (!prefix.isEmpty()) {
            keys.put("allowed-cn", "peer-cert-allowed-cn");
            keys.put("skip-client-san-verification", "peer-skip-client-san-verification");
        }
        return keys;
    }
}
