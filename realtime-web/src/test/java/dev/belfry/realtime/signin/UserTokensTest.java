package dev.belfry.realtime.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.accounts.Account;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UserTokensTest {

    private static final String SECRET = "a secret for tests, of 32 characters or more";

    private final TokenVerifier verifier = new TokenVerifier(SECRET, Clock.systemUTC());
    private final UserTokens tokens = new UserTokens(new TokenSigner(SECRET), verifier);
    private final Account ada = new Account(UUID.randomUUID(), "ada@belfry.dev", "Ada", List.of(), Instant.EPOCH);

    @Test
    void eachOfTheTwoTokensIsForOneThingOnly() {
        var session = tokens.session(ada);
        var access = session.path("access_token").asString();
        var refresh = session.path("refresh_token").asString();

        assertThat(tokens.bearer(access)).contains(ada.id());
        assertThat(tokens.refreshed(refresh)).contains(ada.id());
        assertThat(tokens.bearer(refresh)).isEmpty();
        assertThat(tokens.refreshed(access)).isEmpty();
        assertThat(verifier.verify(refresh)).isInstanceOf(Verdict.Refused.class);
    }
}
