package dev.belfry.voice.local;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What is said in one breath. A text may hold whatever people write, and is cut where listening to it would take minutes. */
final class Sentences {

    private static final int LONGEST_TEXT = 1500;
    private static final Pattern END = Pattern.compile("(?<=[.!?:])\\s+");

    /** A long one is parted between words, or within one that is too long itself. */
    private static final Pattern BREATH = Pattern.compile(".{1,200}(?=\\s|$)|.{1,200}", Pattern.DOTALL);

    private Sentences() {}

    static List<String> of(String text) {
        return END.splitAsStream(
                        text.substring(0, Math.min(text.length(), LONGEST_TEXT)).strip())
                .flatMap(sentence -> BREATH.matcher(sentence).results().map(MatchResult::group))
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }
}
