package dev.belfry.voice.assistant;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody wants, as far as a few patterns can tell; recognised speech has neither capitals nor punctuation. */
sealed interface Intent {

    /** @param status one of the statuses of challenges, or any */
    record CountChallenges(@Nullable String status, boolean isMine) implements Intent {}

    record TellNews() implements Intent {}

    /** @param title absent when it was not said yet */
    record DraftChallenge(@Nullable String title) implements Intent {}

    record Help() implements Intent {}

    record Greeting() implements Intent {}

    record Thanks() implements Intent {}

    record Stop() implements Intent {}

    record Unknown() implements Intent {}

    static Intent of(String said) {
        var words = words(said);
        return Stream.of(draft(words), count(words), news(words), talk(words))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(Unknown::new);
    }

    private static Optional<Intent> draft(String words) {
        var wish = Pattern.compile("\\b(?:create|make|add|start|draft|write)\\b.*?\\bchallenges?\\b(.*)");
        return match(wish, words).map(found -> new DraftChallenge(title(found.group(1))));
    }

    private static @Nullable String title(String rest) {
        var title = rest.strip()
                .replaceFirst("^(?:(?:that is|which is|is|about|called|named|titled|with the title)\\b ?)+", "");
        return title.isEmpty() ? null : title;
    }

    private static Optional<Intent> count(String words) {
        var question = Pattern.compile("\\b(?:how many|number of|count)\\b.*\\bchallenges?\\b.*");
        return match(question, words).map(found -> {
            var status = match(Pattern.compile(".*\\b(open|closed|draft)s?\\b.*"), words);
            return new CountChallenges(
                    status.map(word -> word.group(1)).orElse(null),
                    match(Pattern.compile(".*\\b(?:my|mine|i)\\b.*"), words).isPresent());
        });
    }

    private static Optional<Intent> news(String words) {
        var news = Pattern.compile(".*\\b(?:new|news|latest|newest|recent|happened|happening)\\b.*");
        return match(news, words).map(found -> new TellNews());
    }

    private static Optional<Intent> talk(String words) {
        if (words.matches(".*\\b(?:help|what can you do|what can i (?:say|ask|do))\\b.*")) {
            return Optional.of(new Help());
        }
        if (words.matches(".*\\b(?:thank you|thanks)\\b.*")) {
            return Optional.of(new Thanks());
        }
        if (words.matches(
                "(?:please )?(?:stop|cancel|never mind|nevermind|be quiet|goodbye|bye|good bye)(?: (?:it|now|please))?")) {
            return Optional.of(new Stop());
        }
        return words.matches("(?:hello|hi|hey|good (?:morning|afternoon|evening))\\b.*")
                ? Optional.of(new Greeting())
                : Optional.empty();
    }

    private static Optional<Matcher> match(Pattern pattern, String words) {
        var matcher = pattern.matcher(words);
        return matcher.lookingAt() || matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private static String words(String said) {
        return said.toLowerCase(Locale.ROOT)
                .replace("what's", "what is")
                .replaceAll("[^\\p{L}\\p{N}' -]", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
