package dev.belfry.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static final Origins OWN_ONLY = new Origins(Set.of());

    @ParameterizedTest
    @CsvSource({
        "http://belfry.example.com,       belfry.example.com",
        "http://belfry.example.com,       belfry.example.com:80",
        "http://belfry.example.com:9080,  belfry.example.com:9080",
        "http://localhost:9080,           localhost:9080",
        "http://[::1]:9080,               [::1]:9080",
        "http://[::1],                    [::1]"
    })
    void pagesOfItsOwnAddressMaySpeak(String origin, String host) {
        assertThat(OWN_ONLY.isAllowed(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://belfry.example.com,      belfry.example.com",
        "https://belfry.example.com,      belfry.example.com:443",
        "https://belfry.example.com:8443, belfry.example.com:8443"
    })
    void pagesOfItsOwnAddressMaySpeakThroughAProxyThatTookHttpsOff(String origin, String host) {
        assertThat(OWN_ONLY.isAllowed(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://Belfry.Example.COM,  belfry.example.com",
        "http://belfry.example.com,  BELFRY.example.com",
        "HTTPS://BELFRY.example.com, belfry.EXAMPLE.com:443"
    })
    void theCaseOfNamesMeansNothing(String origin, String host) {
        assertThat(OWN_ONLY.isAllowed(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example.com,                      belfry.example.com",
        "http://belfry.example.com.evil.example,       belfry.example.com",
        "http://evil.belfry.example.com,               belfry.example.com",
        "http://belfry.example.com:9081,               belfry.example.com:9080",
        "http://belfry.example.com,                    belfry.example.com:9080",
        "http://belfry.example.com:9080,               belfry.example.com",
        "https://belfry.example.com,                   belfry.example.com:80",
        "http://belfry.example.com,                    belfry.example.com:443",
        "ftp://belfry.example.com,                     belfry.example.com",
        "http://user@belfry.example.com,               belfry.example.com",
        "http://belfry.example.com/,                   belfry.example.com",
        "belfry.example.com,                           belfry.example.com",
        "file://,                                      belfry.example.com"
    })
    void pagesOfOthersMayNot(String origin, String host) {
        assertThat(OWN_ONLY.isAllowed(origin, host)).isFalse();
    }

    @Test
    void aPageWithoutAnOriginOfItsOwnMayNot() {
        assertThat(OWN_ONLY.isAllowed("null", "belfry.example.com")).isFalse();
        assertThat(OWN_ONLY.isAllowed("null", "null")).isFalse();
        assertThat(OWN_ONLY.isAllowed("", "")).isFalse();
    }

    @Test
    void withoutAHostHeaderThereIsNoOwnOrigin() {
        assertThat(OWN_ONLY.isAllowed("http://belfry.example.com", null)).isFalse();
    }

    @Test
    void programsThatAreNoBrowsersMaySpeak() {
        assertThat(OWN_ONLY.isAllowed(null, "belfry.example.com")).isTrue();
        assertThat(OWN_ONLY.isAllowed(null, null)).isTrue();
    }

    @Test
    void thoseInTheListMaySpeakAndNoOthers() {
        var origins = new Origins(Set.of("https://portal.example.com", "http://localhost:5173"));

        assertThat(origins.isAllowed("https://portal.example.com", "belfry.example.com"))
                .isTrue();
        assertThat(origins.isAllowed("https://PORTAL.example.com", "belfry.example.com"))
                .isTrue();
        assertThat(origins.isAllowed("http://localhost:5173", null)).isTrue();
        assertThat(origins.isAllowed("http://belfry.example.com", "belfry.example.com"))
                .as("its own, besides")
                .isTrue();
        assertThat(origins.isAllowed("http://portal.example.com", "belfry.example.com"))
                .as("another scheme")
                .isFalse();
        assertThat(origins.isAllowed("http://localhost:5174", "belfry.example.com"))
                .as("another port")
                .isFalse();
        assertThat(origins.isAllowed("null", "belfry.example.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example.com", "null", "capacitor://localhost", ""})
    void aStarIsAllOfThem(String origin) {
        assertThat(new Origins(Set.of("*")).isAllowed(origin, "belfry.example.com"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost:5173",
                "https://localhost:3000",
                "http://LocalHost:5173",
                "http://app.localhost:8080",
                "http://a.b.localhost",
                "http://127.0.0.1:5173",
                "https://127.255.0.9",
                "http://[::1]:4200"
            })
    void inDevelopmentPagesOfThisMachineMaySpeak(String origin) {
        assertThat(Origins.ofDevelopment(Set.of()).isAllowed(origin, "belfry.example.com:9080"))
                .isTrue();
        assertThat(OWN_ONLY.isAllowed(origin, "belfry.example.com:9080")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://evillocalhost",
                "http://localhost:5173.evil.example",
                "http://localhost@evil.example",
                "http://localhost/",
                "http://.localhost",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.256",
                "http://128.0.0.1",
                "http://[::2]",
                "http://[::1].evil.example",
                "ftp://localhost",
                "null",
                ""
            })
    void inDevelopmentPagesOfOthersMayNot(String origin) {
        assertThat(Origins.ofDevelopment(Set.of()).isAllowed(origin, "belfry.example.com:9080"))
                .isFalse();
    }

    @Nested
    class GivenALog {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger(Origins.class.getName());
        private final Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        @BeforeEach
        void listen() {
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
        }

        @AfterEach
        void leave() {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }

        @Test
        void aRefusedOriginIsToldOnceWithTheSettingThatLetsItIn() {
            var origins = new Origins(Set.of());

            origins.isAllowed("https://portal.example.com", "belfry.example.com");
            origins.isAllowed("https://Portal.example.com", "belfry.example.com");
            origins.isAllowed("http://belfry.example.com", "belfry.example.com");

            assertThat(lines)
                    .containsExactly("WARNING OriginRefused: pages of https://portal.example.com are not let in;"
                            + " if they are yours, add it to BELFRY_ALLOWED_ORIGINS");
        }

        @Test
        void whoeverInventsOriginsDoesNotFillTheLog() {
            var origins = new Origins(Set.of());

            for (var number = 0; number < 1000; number++) {
                origins.isAllowed("https://a" + number + ".example\r\nforged: line" + "x".repeat(5000), null);
            }

            assertThat(lines)
                    .hasSize(100)
                    .allSatisfy(line -> assertThat(line)
                            .hasSizeLessThan(400)
                            .doesNotContain("\n")
                            .doesNotContain("\r"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://portal.example.com", "http://localhost:5173", "http://[::1]:5173"})
    void whatCouldBeInTheList(String text) {
        assertThat(Origins.isOrigin(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "portal.example.com",
                "https://",
                "https://portal.example.com/",
                "https://portal.example.com/path",
                "https://user@portal.example.com",
                "https://portal.example.com?x",
                "https://two names",
                "**"
            })
    void whatCouldNot(String text) {
        assertThat(Origins.isOrigin(text)).isFalse();
    }
}
