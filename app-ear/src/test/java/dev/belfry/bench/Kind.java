package dev.belfry.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What there is to measure, each on a server of its own. */
enum Kind {
    FANOUT,
    TOPICS,
    ACK,
    JOINS,
    STORM,
    PRESENCE,
    MEMORY,
    RESUME,
    START,
    LATENCY,
    BULK,
    COST,
    POLICIES,
    VOICE,
    SOAK;

    static Kind of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no kind of benchmark; there are "
                        + Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", "))));
    }

    /** What is measured if nothing is named. */
    static List<Kind> ordinary() {
        return Arrays.stream(values()).filter(kind -> kind != SOAK).toList();
    }

    void run(Options options) throws Exception {
        switch (this) {
            case FANOUT -> FanOut.oneTopic(options);
            case TOPICS -> FanOut.manyTopics(options);
            case ACK -> Ack.run(options);
            case JOINS -> Joins.steady(options);
            case STORM -> Joins.storm(options);
            case PRESENCE -> Room.run(options);
            case MEMORY -> Idle.run(options);
            case RESUME -> Resume.run(options);
            case START -> Start.run(options);
            case LATENCY -> Changes.latency(options);
            case BULK -> Changes.bulk(options);
            case COST -> Changes.cost(options);
            case POLICIES -> Changes.policies(options);
            case VOICE -> Voice.run(options);
            case SOAK -> Soak.run(options);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
