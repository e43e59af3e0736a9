package dev.belfry.realtime.signin;

import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.change.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An account as GoTrue shows a user. */
final class UserJson {

    private UserJson() {}

    static ObjectNode of(Account account) {
        var times = account.times();
        var user = Json.MAPPER
                .createObjectNode()
                .put("id", account.id().toString())
                .put("aud", "authenticated")
                .put("role", account.role())
                .put("email", orEmpty(account.email()));
        put(user, "email_confirmed_at", times.emailConfirmed());
        user.put("phone", orEmpty(account.phone()));
        put(user, "phone_confirmed_at", times.phoneConfirmed());
        put(user, "confirmed_at", times.confirmed());
        put(user, "last_sign_in_at", times.lastSignIn());
        user.set("app_metadata", account.appMetadata());
        user.set("user_metadata", account.userMetadata());
        var identities = user.putArray("identities");
        if (account.email() != null) {
            identities.add(identity(account, account.email()));
        }
        put(user, "created_at", times.created());
        put(user, "updated_at", times.updated());
        put(user, "banned_until", times.bannedUntil());
        put(user, "deleted_at", times.deleted());
        return user.put("is_anonymous", account.isAnonymous());
    }

    /** There is one way to sign in, so there is one identity, and no table of them. */
    private static ObjectNode identity(Account account, String email) {
        var id = account.id().toString();
        var times = account.times();
        var identity = Json.MAPPER
                .createObjectNode()
                .put("identity_id", id)
                .put("id", id)
                .put("user_id", id);
        identity.putObject("identity_data")
                .put("email", email)
                .put("email_verified", times.emailConfirmed() != null)
                .put("phone_verified", false)
                .put("sub", id);
        identity.put("provider", "email");
        put(identity, "last_sign_in_at", times.lastSignIn());
        put(identity, "created_at", times.created());
        put(identity, "updated_at", times.updated());
        return identity.put("email", email);
    }

    private static void put(ObjectNode object, String name, @Nullable Instant time) {
        if (time != null) {
            object.put(name, time.toString());
        }
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
