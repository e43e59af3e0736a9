package dev.belfry.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a command was called with.
 *
 * @param operands what is no option, in order
 * @param options the values of each option that was given; of a flag, an empty text
 */
record CommandLine(List<String> operands, Map<String, List<String>> options) {

    /** A typing error changes no more letters than that. */
    private static final int NEAR = 3;

    /**
     * Takes {@code --option value} and {@code --option=value}; what comes behind {@code --} is no option.
     *
     * @param flags options without a value
     * @param valued options with one
     */
    static CommandLine of(List<String> arguments, Set<String> flags, Set<String> valued) throws WrongUsage {
        var operands = new ArrayList<String>();
        var options = new HashMap<String, List<String>>();
        for (var i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.equals("--")) {
                operands.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                operands.add(argument);
                continue;
            }
            var sign = argument.indexOf('=');
            var name = sign < 0 ? argument : argument.substring(0, sign);
            var value = "";
            if (valued.contains(name)) {
                if (sign < 0 && i + 1 == arguments.size()) {
                    throw new WrongUsage(name + " needs a value.");
                }
                value = sign < 0 ? arguments.get(++i) : argument.substring(sign + 1);
            } else if (!flags.contains(name)) {
                throw unknown(name, flags, valued);
            } else if (sign >= 0) {
                throw new WrongUsage(name + " takes no value.");
            }
            options.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        }
        return new CommandLine(List.copyOf(operands), Map.copyOf(options));
    }

    private static WrongUsage unknown(String name, Set<String> flags, Set<String> valued) {
        var all = new ArrayList<>(flags);
        all.addAll(valued);
        all.sort(Comparator.naturalOrder());
        return new WrongUsage("there is no option " + name + "; "
                + nearest(name, all)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("there are " + String.join(", ", all) + "."));
    }

    boolean has(String flag) {
        return options.containsKey(flag);
    }

    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    Optional<String> one(String option) throws WrongUsage {
        var values = all(option);
        if (values.size() > 1) {
            throw new WrongUsage(option + " is given more than once.");
        }
        return values.stream().findFirst();
    }

    /** The name that differs in the fewest letters, if those are few. */
    static Optional<String> nearest(String typed, List<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= Math.min(NEAR, name.length() / 2))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** How many letters have to be put in, taken out or changed (Levenshtein). */
    private static int distance(String left, String right) {
        var row = new int[right.length() + 1];
        for (var j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
