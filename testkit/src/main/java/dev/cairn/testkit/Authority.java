// SPDX-License-Identifier: Apache-2.0
package dev.cairn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A certificate authority of a test's own, by openssl, as files that programs take: {@code ca.crt}, {@code NAME.crt}, {@code NAME.key}. */
public final class Authority {
    /** What a certificate's key is of. */
    public enum Keys {
        EC("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        RSA("-newkey", "rsa:2048");

        private final List<String> options;

        Keys(String... options) {
            this.options = List.of(options);
        }
    }

    private static final String EXTENSIONS =
            "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n";

    private final Path directory;

    /** Makes the directory, and the authority in it. */
    public Authority(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("extensions"), EXTENSIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                Keys.EC.options,
                "req",
                "-x509",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test",
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.crt"));
    }

    /** For this machine's loopback address, server and client; one that is there already is replaced, its key last. */
    public Authority issue(String name, String subject, Keys keys) {
        openssl(
                keys.options,
                "req",
                "-nodes",
                "-subj",
                subject,
                "-keyout",
                file(name + ".new"),
                "-out",
                file(name + ".csr"));
        openssl(
                List.of(),
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca.crt"),
                "-CAkey",
                file("ca.key"),
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                file("extensions"),
                "-out",
                file(name + ".crt"));
        try {
            Files.move(
                    directory.resolve(name + ".new"),
                    directory.resolve(name + ".key"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static void openssl(List<String> more, String... arguments) {
        Program.of("openssl")
                .output(Stream.concat(Arrays.stream(arguments), more.stream()).toArray(String[]::new));
    }

    private String file(String name) {
        return path(name).toString();
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    /** The flags of a member that shows the certificate of that name to clients and peers and asks for theirs. */
    public String[] memberFlags(String name) {
        return memberFlags(directory, name);
    }

    /** The same where the member finds this authority's files elsewhere. */
    public static String[] memberFlags(Path directory, String name) {
        List<String> flags = new ArrayList<>();
        for (String whose : List.of("--", "--peer-")) {
            flags.add(whose + "cert-file=" + directory.resolve(name + ".crt"));
            flags.add(whose + "key-file=" + directory.resolve(name + ".key"));
            flags.add(whose + "trusted-ca-file=" + directory.resolve("ca.crt"));
            flags.add(whose + "client-cert-auth");
        }
        return flags.toArray(String[]::new);
    }
}
