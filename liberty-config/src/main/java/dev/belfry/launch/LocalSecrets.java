package dev.belfry.launch;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Secrets of a development server: made at the first start, kept in one file that only its owner can read, the same at every
 * later start.
 */
public final class LocalSecrets {

    private static final int BYTES = 32;

    private final Path file;
    private final Properties values = new Properties();

    private LocalSecrets(Path file) {
        this.file = file;
    }

    public static LocalSecrets in(Path directory) throws IOException {
        var secrets = new LocalSecrets(directory.resolve("secrets.properties"));
        if (Files.exists(secrets.file)) {
            try (var reader = Files.newBufferedReader(secrets.file)) {
                secrets.values.load(reader);
            }
        }
        return secrets;
    }

    /** The secret of that name, 43 characters of base64url, made now if this is the first time that it is asked for. */
    public String get(String name) throws IOException {
        if (values.getProperty(name) == null) {
            values.setProperty(name, random());
            save();
        }
        return values.getProperty(name);
    }

    /** The secret of that name if it was made before. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.getProperty(name));
    }

    private void save() throws IOException {
        var lines = new StringBuilder();
        for (var name : values.stringPropertyNames()) {
            lines.append(name).append('=').append(values.getProperty(name)).append('\n');
        }
        writePrivately(file, lines.toString());
    }

    private static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Writes a file that nobody but its owner may read; on file systems without such rights, an ordinary one. */
    static void writePrivately(Path file, String content) throws IOException {
        var ownerOnly = Set.of(OWNER_READ, OWNER_WRITE);
        if (Files.notExists(file)) {
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
            } catch (UnsupportedOperationException e) {
                Files.createFile(file);
            }
        }
        Files.writeString(file, content);
    }
}
