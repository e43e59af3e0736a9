package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/settings.md, whose tables are made of {@link Setting}: -Dbelfry.docs.write=true writes them anew. */
class SettingsTest {

    private static final String PAGE = "settings.md";
    private static final Pattern TABLE =
            Pattern.compile("(\\| variable \\| default \\| \\|\\n\\|---\\|---\\|---\\|\\n)(?:\\|.*\\n)+");

    private static final Pattern IN_CODE = Pattern.compile("\\bSetting\\.([A-Z_]+)\\b");
    private static final Pattern IN_LAUNCHER = Pattern.compile("\"BELFRY_([A-Z_]*[A-Z])\"");
    private static final Pattern IN_CONFIGURATION = Pattern.compile("\\$\\{BELFRY_([A-Z_]+)}");
    private static final Pattern DEFAULT =
            Pattern.compile("<variable name=\"BELFRY_([A-Z_]+)\" defaultValue=\"([^\"$]+)\"/>");

    private static final Predicate<Setting> VOICE =
            setting -> setting.name().startsWith("OPENAI_") || setting.name().contains("VOICE_");
    private static final Predicate<Setting> LIMITS =
            VOICE.negate().and(setting -> setting.name().startsWith("LIMITS_"));
    private static final Predicate<Setting> SERVER = VOICE.or(LIMITS).negate();

    @Test
    void thePageHasTheTablesOfTheCode() {
        var tables = List.of(SERVER, LIMITS, VOICE).iterator();
        var page = Sources.page(PAGE);

        var made =
                TABLE.matcher(page).replaceAll(table -> Matcher.quoteReplacement(table.group(1) + rows(tables.next())));

        assertThat(tables.hasNext()).as("a table is missing").isFalse();
        if (Boolean.getBoolean("belfry.docs.write")) {
            Sources.write(PAGE, made);
        } else {
            assertThat(page).isEqualTo(made);
        }
    }

    @Test
    void eachIsReadAndNoneElse() {
        var read = Stream.of(
                        Sources.find(IN_CODE, ".java"),
                        Sources.find(IN_LAUNCHER, ".java"),
                        Sources.find(IN_CONFIGURATION, ".xml"))
                .flatMap(names -> names)
                .map(name -> name.group(1))
                .collect(Collectors.toSet());

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::name).toList());
    }

    @Test
    void theServersConfigurationHasTheSameDefaults() {
        var defaults = Sources.find(DEFAULT, ".xml").toList();

        assertThat(defaults)
                .hasSizeGreaterThan(3)
                .allSatisfy(set -> assertThat(Setting.valueOf(set.group(1)).absent())
                        .as(set.group(1))
                        .contains(set.group(2)));
    }

    private static String rows(Predicate<Setting> some) {
        return Arrays.stream(Setting.values())
                .filter(some)
                .map(setting -> setting.row() + "\n")
                .collect(Collectors.joining());
    }
}
