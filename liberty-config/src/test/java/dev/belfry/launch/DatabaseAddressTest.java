package dev.belfry.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://ada:p%40ss+word@db.example:6543/portal?sslmode=require, jdbc:postgresql://db.example:6543/portal?sslmode=require, ada, p@ss+word",
        "postgres://ada@db.example/portal, jdbc:postgresql://db.example:5432/portal, ada,",
        "jdbc:postgresql://db.example/portal?user=ada&password=p%40ss, jdbc:postgresql://db.example/portal?user=ada&password=p%40ss, ada, p@ss",
        "jdbc:postgresql://db.example:5432/portal, jdbc:postgresql://db.example:5432/portal,,"
    })
    void bothFormsAreTaken(String text, String url, String user, String password) {
        var address = DatabaseAddress.of(text);

        assertThat(address.url()).isEqualTo(url);
        assertThat(address.user()).isEqualTo(user);
        assertThat(address.password()).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "portal",
                "mysql://db.example/portal",
                "jdbc:mysql://db.example/portal",
                "jdbc:postgresql://db.example:port/portal",
                "postgresql://",
                "postgresql://a b/portal",
                ""
            })
    void whatIsNoneIsToldWithWhatIsOne(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.of(text))
                .withMessageContaining("it must look like jdbc:postgresql://host:port/database");
    }

    @Test
    void passwordsAreNotShown() {
        assertThat(DatabaseAddress.of("postgresql://ada:secret@db.example/portal")
                        .toString())
                .isEqualTo("jdbc:postgresql://db.example:5432/portal");
        assertThat(DatabaseAddress.of("jdbc:postgresql://db.example/portal?user=ada&password=secret")
                        .toString())
                .isEqualTo("jdbc:postgresql://db.example/portal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.of("mysql://ada:secret@db.example/portal?password=secret"))
                .withMessageStartingWith("mysql://db.example/portal is no address");
    }
}
