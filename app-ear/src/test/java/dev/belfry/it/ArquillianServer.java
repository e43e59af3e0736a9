package dev.belfry.it;

import dev.belfry.launch.LocalPostgres;
import dev.belfry.launch.LocalSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lays out the server that Arquillian starts and deploys to: the product's own without its application, with a PostgreSQL of its
 * own. Stands before Arquillian's extension.
 */
public final class ArquillianServer implements BeforeAllCallback {

    private static final Path SERVERS =
            Path.of("target/liberty/wlp/usr/servers").toAbsolutePath();
    private static final Path HOME = Path.of("target/arquillian").toAbsolutePath();

    @Override
    public void beforeAll(ExtensionContext context) {
        var isInTheServer = System.getProperty("belfry.liberty") == null;
        if (isInTheServer) {
            return;
        }
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ArquillianServer.class))
                .getOrComputeIfAbsent(Database.class, key -> new Database(), Database.class);
    }

    private static final class Database implements AutoCloseable {

        private final LocalPostgres postgres;

        Database() {
            try {
                var secrets = LocalSecrets.in(Files.createDirectories(HOME));
                postgres = LocalPostgres.start(HOME, 0, secrets);
                layOut(secrets);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private void layOut(LocalSecrets secrets) throws IOException {
            var server = SERVERS.resolve("belfry-arquillian");
            for (var file : new String[] {
                "server.xml",
                "datasource.xml",
                "realtime.xml",
                "voice.xml",
                "admin.xml",
                "jvm.options",
                "lib/postgresql/postgresql.jar"
            }) {
                Files.createDirectories(server.resolve(file).getParent());
                Files.write(
                        server.resolve(file),
                        Files.readAllBytes(SERVERS.resolve("belfry").resolve(file)));
            }
            Files.createDirectories(server.resolve("configDropins/overrides"));
            Files.writeString(server.resolve("configDropins/overrides/arquillian.xml"), """
                    <server>
                        <featureManager><feature>localConnector-1.0</feature></featureManager>
                        <config updateTrigger="polled" monitorInterval="200ms"/>
                        <applicationMonitor updateTrigger="polled" pollingRate="200ms"/>
                    </server>
                    """);
            Files.writeString(server.resolve("bootstrap.properties"), """
                    BELFRY_HTTP_PORT=19080
                    BELFRY_HTTPS_PORT=19443
                    BELFRY_DEMO=true
                    BELFRY_JWT_SECRET=%s
                    BELFRY_DATABASE_URL=%s
                    BELFRY_DATABASE_USER=%s
                    BELFRY_DATABASE_PASSWORD=%s
                    BELFRY_KEYSTORE_PASSWORD=%s
                    BELFRY_ADMIN_PASSWORD=%s
                    """.formatted(
                            secrets.get("jwt.secret"),
                            postgres.jdbcUrl(),
                            LocalPostgres.USER,
                            postgres.userPassword(),
                            secrets.get("keystore.password"),
                            secrets.get("admin.password")));
            Files.writeString(server.resolve("server.env"), "JAVA_HOME=" + System.getProperty("java.home") + "\n");
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
