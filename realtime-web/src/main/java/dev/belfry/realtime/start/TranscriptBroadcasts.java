package dev.belfry.realtime.start;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.voice.Transcript;
import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.ServerMessage;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells a private channel what is said in a conversation, if its page asked for it and its user may write there. */
@Dependent
public class TranscriptBroadcasts {

    static final String EVENT = "transcript";

    private static final Logger LOG = System.getLogger(TranscriptBroadcasts.class.getName());

    @Inject
    ChannelPolicies policies;

    @Inject
    Hub hub;

    @Inject
    Threads threads;

    /** Whether the user may is asked of the database, so another thread does it: one, which keeps the order. */
    void said(@Observes Transcript transcript) {
        var topic = transcript.topic();
        if (topic != null) {
            threads.transcripts().execute(() -> tell(transcript, new TopicKey(topic, true)));
        }
    }

    private void tell(Transcript transcript, TopicKey topic) {
        try {
            if (policies.on(topic, transcript.user()).broadcastWrite()) {
                hub.publish(topic, new ServerMessage.Broadcast(topic.topic(), content(transcript)));
            } else {
                LOG.log(Level.INFO, "TranscriptNotTold: the user may not write on the topic that the page has named");
            }
        } catch (MalformedFrame | RuntimeException e) {
            LOG.log(Level.ERROR, "TranscriptNotTold: a transcript could not be told on its topic", e);
        }
    }

    private static BroadcastContent content(Transcript transcript) throws MalformedFrame {
        var payload = Json.MAPPER
                .createObjectNode()
                .put("conversation", transcript.conversation())
                .put("item", transcript.item())
                .put("speaker", transcript.speaker().name().toLowerCase(Locale.ROOT))
                .put("user", transcript.user().subject())
                .put("text", transcript.text());
        return BroadcastContent.Json.of(EVENT, payload.toString().getBytes(StandardCharsets.UTF_8));
    }
}
