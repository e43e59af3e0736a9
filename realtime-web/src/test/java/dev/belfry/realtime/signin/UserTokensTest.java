package dev.belfry.realtime.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.NewAccount;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.signin.UserTokens.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UserTokensTest {

    private static final String SECRET = "a secret for tests, of 32 characters or more";

    private final TokenVerifier verifier = new TokenVerifier(SECRET, Clock.systemUTC());
    private final UserTokens tokens = new UserTokens(new TokenSigner(SECRET), verifier);
    private final Account ada = account(List.of("admin"));

    @Test
    void eachTokenIsForOneThingOnly() {
        var session = Session.begun(ada, "password");
        var answer = tokens.tokens(ada, session);
        var access = answer.path("access_token").asString();
        var refresh = answer.path("refresh_token").asString();
        var recovery = tokens.recovery(ada);

        assertThat(payload(access).path("sub").asString()).isEqualTo(ada.id().toString());
        assertThat(tokens.refreshed(refresh)).contains(session);
        assertThat(tokens.recovered(recovery)).contains(ada.id());
        assertThat(tokens.refreshed(access)).isEmpty();
        assertThat(tokens.refreshed(recovery)).isEmpty();
        assertThat(tokens.recovered(refresh)).isEmpty();
        assertThat(tokens.recovered(access)).isEmpty();
        assertThat(verifier.verify(refresh)).isInstanceOf(Verdict.Refused.class);
        assertThat(verifier.verify(recovery)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void anAccessTokenHasTheClaimsOfGoTrueAndTheGroups() {
        var session = Session.begun(ada, "password");

        var claims = payload(tokens.tokens(ada, session).path("access_token").asString());

        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "aal",
                        "amr",
                        "app_metadata",
                        "aud",
                        "email",
                        "exp",
                        "groups",
                        "iat",
                        "is_anonymous",
                        "iss",
                        "phone",
                        "role",
                        "session_id",
                        "sub",
                        "user_metadata");
        assertThat(claims.path("groups").toString()).isEqualTo("[\"admin\"]");
        assertThat(claims.path("app_metadata").path("groups")).isEqualTo(claims.path("groups"));
        assertThat(claims.path("session_id").asString()).isEqualTo(session.id());
        assertThat(claims.path("amr").toString())
                .isEqualTo("[{\"method\":\"password\",\"timestamp\":" + session.since() + "}]");
    }

    private JsonNode payload(String token) {
        return verifier.verify(token) instanceof Verdict.Verified(var claims)
                ? claims.payload()
                : Json.MAPPER.missingNode();
    }

    private static Account account(List<String> groups) {
        var metadata = NewAccount.byProvider("email");
        metadata.set("groups", Json.of(groups));
        return new Account(
                UUID.randomUUID(),
                "authenticated",
                "ada@belfry.dev",
                null,
                metadata,
                Json.MAPPER.createObjectNode(),
                false,
                new Account.Times(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, null, null, null));
    }
}
