package dev.belfry.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Measures the same several times, and says the median and the spread of each figure. */
final class Rounds {

    private final Options options;

    Rounds(Options options) {
        this.options = options;
    }

    interface Round {
        List<Figure> measure() throws Exception;
    }

    /** Once to warm up, then as often as it was asked for. */
    void warmAndRun(String title, Stage stage, Round round) throws Exception {
        round.measure();
        var profile = Profile.start(options, stage.server());
        run(title, round);
        profile.stop();
    }

    void run(String title, Round round) throws Exception {
        var figures = new LinkedHashMap<String, List<Double>>();
        for (var i = 0; i < options.rounds(); i++) {
            for (var figure : round.measure()) {
                figures.computeIfAbsent(figure.name(), name -> new ArrayList<>())
                        .add(figure.value());
            }
        }
        System.out.println(title);
        figures.forEach((name, values) -> System.out.println("  " + name + ": " + new Measured(values)));
    }
}
