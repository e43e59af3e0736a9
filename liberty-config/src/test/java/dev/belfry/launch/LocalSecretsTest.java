package dev.belfry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void aSecretIsTheSameAtTheNextStart() throws IOException {
        var first = LocalSecrets.in(directory).get("jwt.secret");

        assertThat(LocalSecrets.in(directory).get("jwt.secret")).isEqualTo(first);
        assertThat(first).hasSize(43);
    }

    @Test
    void secretsDiffer() throws IOException {
        var secrets = LocalSecrets.in(directory);

        assertThat(secrets.get("a")).isNotEqualTo(secrets.get("b"));
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws IOException {
        LocalSecrets.in(directory).get("a");

        var rights = Files.getPosixFilePermissions(directory.resolve("secrets.properties"));
        assertThat(PosixFilePermissions.toString(rights)).isEqualTo("rw-------");
    }
}
