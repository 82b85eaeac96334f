// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {
    private static LogSettings of(String... flagsAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            given.put(flagsAndValues[i], flagsAndValues[i + 1]);
        }
        return LogSettings.of(Flags.of(FlagTable.load(), given, Map.of()));
    }

    @Test
    void withoutFlagsItIsJsonOnStandardErrorFromInfoOn() {
        assertThat(of()).isEqualTo(new LogSettings(Level.INFO, false, List.of("default"), null));
    }

    @Test
    void everyFlagIsTaken() {
        LogSettings settings = of(
                "log-level", "debug",
                "log-format", "console",
                "log-outputs", "stdout,/tmp/etcd.log",
                "enable-log-rotation", "true",
                "log-rotation-config-json", "{\"maxsize\": 1, \"maxbackups\": 2, \"maxage\": 3, \"compress\": true}");
        assertThat(settings)
                .isEqualTo(new LogSettings(
                        Level.FINE,
                        true,
                        List.of("stdout", "/tmp/etcd.log"),
                        new Rotation(1024 * 1024, 3, 2, false, true)));
    }

    @Test
    void rotationHasEtcdsDefaults() {
        assertThat(of("log-outputs", "etcd.log", "enable-log-rotation", "true").rotation())
                .isEqualTo(new Rotation(100L * 1024 * 1024, 0, 0, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "logger | capnslog | unknown logger option",
                "log-outputs | ,stderr | an output has no name",
                "log-outputs | stderr,,stdout | an output has no name",
                "log-outputs | default,stderr | multi logoutput for \"default\" is not supported yet",
                "log-outputs | systemd/journal,stderr | running with systemd/journal",
                "log-format | xml | unknown log format: xml, supported values json, console",
                "log-level | loud | expected debug, info, warn",
                "enable-log-rotation | true | --log-outputs requires a single file path",
            })
    void whatEtcdRefusesIsRefused(String flag, String value, String why) {
        assertThatThrownBy(() -> of(flag, value))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"maxsize\": 1} {} | improperly formatted log rotation config",
                "{\"maxsize\": | improperly formatted log rotation config",
                "{\"maxsize\": \"1\"} | invalid log rotation config: maxsize",
                "{\"maxage\": -1} | invalid log rotation config: maxage",
                "{\"compress\": 1} | invalid log rotation config: compress",
                "[] | invalid log rotation config",
            })
    void aRotationThatIsNoneIsRefused(String json, String why) {
        assertThatThrownBy(() ->
                        of("log-outputs", "etcd.log", "enable-log-rotation", "true", "log-rotation-config-json", json))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(why);
    }
}
