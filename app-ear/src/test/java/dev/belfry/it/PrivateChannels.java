package dev.belfry.it;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/** The policies and triggers of {@code private-channels.sql}, for the tests of a running server. */
final class PrivateChannels {

    private PrivateChannels() {}

    static void prepare(RunningServer server) throws IOException, SQLException {
        try (var file = Objects.requireNonNull(PrivateChannels.class.getResourceAsStream("/private-channels.sql"));
                var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
