package dev.belfry.voice.assistant;

import dev.belfry.domain.access.Claims;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the last thing that the user said, in a sentence or two that sound well. Asks the database on threads of its own. */
public final class Assistant implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Assistant.class.getName());
    private static final int NEWS = 3;
    private static final int TITLE_MAX = 200;

    private static final String HELP = "You can ask how many challenges are open, or what is new."
            + " You can also say: create a challenge about recycling.";
    private static final String NO_CHALLENGES =
            "The challenges that I know about belong to the demo, which is not in this database.";
    private static final String WHICH_TITLE = "What should the challenge be called?";
    private static final String NOBODY = "I can do that only for somebody who has signed in.";

    private final Challenges challenges;
    private final @Nullable TextModel model;
    private final ExecutorService asking;

    /**
     * @param model answers what nothing here does, if there is one
     * @param asking threads that may wait for the database; as many ask it at once
     */
    public Assistant(Challenges challenges, @Nullable TextModel model, ExecutorService asking) {
        this.challenges = challenges;
        this.model = model;
        this.asking = asking;
    }

    /**
     * @param instructions for the text model
     * @param conversation so far, oldest first
     * @return what to say, empty if nothing; it does not fail
     */
    public CompletionStage<String> answer(Claims caller, String instructions, List<Message> conversation) {
        return CompletableFuture.supplyAsync(() -> found(caller, instructions, conversation), asking)
                .thenCompose(Function.identity());
    }

    /** Nobody is answered after it. */
    @Override
    public void close() {
        asking.shutdownNow();
    }

    private CompletionStage<String> found(Claims caller, String instructions, List<Message> conversation) {
        if (conversation.isEmpty() || conversation.getLast().speaker() == Message.Speaker.ASSISTANT) {
            return done("Hello. " + help());
        }
        var said = conversation.getLast().text();
        var intent = Intent.of(said);
        if (intent instanceof Intent.Unknown && wasAskedForATitle(conversation)) {
            intent = new Intent.DraftChallenge(said);
        }
        try {
            return answer(caller, intent, instructions, conversation);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "VoiceAnswerFailed: the database did not do what was asked for by voice", e);
            return done("I am sorry, the portal did not let me do that.");
        }
    }

    private CompletionStage<String> answer(
            Claims caller, Intent intent, String instructions, List<Message> conversation) {
        return switch (intent) {
            case Intent.CountChallenges ignored when !challenges.areThere() -> without(instructions, conversation);
            case Intent.TellNews ignored when !challenges.areThere() -> without(instructions, conversation);
            case Intent.DraftChallenge ignored when !challenges.areThere() -> without(instructions, conversation);
            case Intent.CountChallenges count when count.isMine() && caller.subject() == null -> done(NOBODY);
            case Intent.CountChallenges(var status, var isMine) ->
                done(counted(challenges.count(caller, status, isMine), status, isMine));
            case Intent.TellNews ignored -> done(news(challenges.newest(caller, NEWS)));
            case Intent.DraftChallenge ignored when caller.subject() == null -> done(NOBODY);
            case Intent.DraftChallenge(var title) -> done(title == null ? WHICH_TITLE : draft(caller, title));
            case Intent.Help ignored -> done(help());
            case Intent.Greeting ignored -> done("Hello. " + help());
            case Intent.Thanks ignored -> done("You are welcome.");
            case Intent.Stop ignored -> done("All right.");
            case Intent.Unknown ignored ->
                model == null ? done(notUnderstood()) : ask(model, instructions, conversation);
        };
    }

    private CompletionStage<String> without(String instructions, List<Message> conversation) {
        return model == null ? done(NO_CHALLENGES) : ask(model, instructions, conversation);
    }

    private String help() {
        return challenges.areThere() ? HELP : NO_CHALLENGES;
    }

    private static String counted(long number, @Nullable String status, boolean isMine) {
        var kind = (status == null ? "" : status + " ") + (number == 1 ? "challenge" : "challenges");
        var amount = number == 0 ? "no " : number + " ";
        if (isMine) {
            return "You have " + amount + kind + ".";
        }
        return (number == 1 ? "There is " : "There are ") + amount + kind + ".";
    }

    private static String news(List<String> titles) {
        if (titles.isEmpty()) {
            return "There is no open challenge yet.";
        }
        var others = titles.subList(1, titles.size());
        return "The newest challenge is: " + titles.getFirst() + "."
                + (others.isEmpty() ? "" : " Before it came: " + String.join(", and ", others) + ".");
    }

    private String draft(Claims caller, String words) {
        var title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        if (title.length() > TITLE_MAX) {
            return "That title is too long. A challenge has at most " + TITLE_MAX + " letters in its title.";
        }
        challenges.draft(caller, title);
        return "I have made a draft of a challenge called " + title + ".";
    }

    private static boolean wasAskedForATitle(List<Message> conversation) {
        return conversation.size() > 1
                && conversation.get(conversation.size() - 2).text().equals(WHICH_TITLE);
    }

    private CompletionStage<String> ask(TextModel model, String instructions, List<Message> conversation) {
        return model.answer(instructions, conversation).exceptionally(failure -> {
            LOG.log(
                    Level.WARNING,
                    "TextModelFailed: a question was not answered: {0}",
                    cause(failure).toString());
            return "I am sorry, the text model that I ask does not answer. " + help();
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    private String notUnderstood() {
        return "I did not understand that. " + help();
    }

    private static CompletionStage<String> done(String text) {
        return CompletableFuture.completedFuture(text);
    }
}
