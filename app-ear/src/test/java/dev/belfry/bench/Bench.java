package dev.belfry.bench;

/**
 * Measures Belfry from outside, as a program on the same machine: {@code liberty-config/belfry bench [kind …] [options]}. Rates are
 * those of a machine which server, client and database share; the server's processor time for each operation is what can be compared.
 */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        try {
            var options = Options.of(arguments);
            System.out.println(Runtime.getRuntime().availableProcessors()
                    + " processors, shared by server, client and database; median of " + options.rounds()
                    + " rounds, the least and the most in brackets");
            for (var kind : options.kinds()) {
                kind.run(options);
            }
            System.exit(0);
        } catch (IllegalArgumentException e) {
            System.err.println("belfry: " + e.getMessage());
            System.exit(2);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
