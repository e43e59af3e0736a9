package dev.belfry.voice.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void endWhereTheyEnd() {
        assertThat(Sentences.of(" Hello. What is new?  The newest is: Less noise. "))
                .containsExactly("Hello.", "What is new?", "The newest is:", "Less noise.");
    }

    @Test
    void areNoLongerThanABreath() {
        assertThat(Sentences.of("word ".repeat(100))).allMatch(sentence -> sentence.matches("(word ?)+"));
        assertThat(Sentences.of("word ".repeat(100))).hasSize(3);
        assertThat(Sentences.of("x".repeat(500))).extracting(String::length).containsExactly(200, 200, 100);
    }

    @Test
    void areNotMoreThanAnybodyListensTo() {
        assertThat(String.join("", Sentences.of("x".repeat(10_000)))).hasSize(1500);
    }

    @Test
    void areNoneInNothing() {
        assertThat(Sentences.of("")).isEmpty();
        assertThat(Sentences.of(" \n ")).isEmpty();
    }
}
