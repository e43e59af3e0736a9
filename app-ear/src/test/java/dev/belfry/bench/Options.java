package dev.belfry.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was asked for on the command line.
 *
 * @param values by name: {@code --sockets 1000} is {@code sockets} and {@code 1000}
 */
record Options(List<Kind> kinds, Map<String, String> values, boolean isProfiled) {

    private static final Set<String> NAMES = Set.of("sockets", "vsn", "rounds", "seconds", "minutes");

    /** @throws IllegalArgumentException that says what is wrong, and what would be right */
    static Options of(String... arguments) {
        var kinds = new ArrayList<Kind>();
        var values = new TreeMap<String, String>();
        var isProfiled = false;
        for (var i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--profile")) {
                isProfiled = true;
            } else if (!arguments[i].startsWith("--")) {
                kinds.add(Kind.of(arguments[i]));
            } else {
                var name = arguments[i].substring(2);
                if (!NAMES.contains(name) || i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i]
                            + (NAMES.contains(name) ? " has no value" : " is no option")
                            + "; there are --sockets N, --vsn 1.0.0 or 2.0.0, --rounds N, --seconds N, --minutes N and"
                            + " --profile");
                }
                values.put(name, arguments[++i]);
            }
        }
        return new Options(kinds.isEmpty() ? Kind.ordinary() : kinds, values, isProfiled);
    }

    int sockets(int otherwise) {
        return number("sockets", otherwise);
    }

    int rounds() {
        return number("rounds", 3);
    }

    int seconds(int otherwise) {
        return number("seconds", otherwise);
    }

    int minutes() {
        return number("minutes", 30);
    }

    Wire wire() {
        return Wire.of(values.getOrDefault("vsn", "2.0.0"));
    }

    private int number(String name, int otherwise) {
        var text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("--" + name + " is " + text + "; it must be a whole number from 1");
        }
        return Integer.parseInt(text);
    }
}
