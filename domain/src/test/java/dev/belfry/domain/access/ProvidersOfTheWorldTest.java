package dev.belfry.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Refused;
import dev.belfry.domain.access.Verdict.Verified;
import dev.belfry.domain.change.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The recipes of docs/identity.md, each held against keys and tokens of that provider's shape. */
class ProvidersOfTheWorldTest extends GivenAnIdentityProvider {

    private static final Roles ROLES = Set.of("anon", "authenticated", "service_role", "editor")::contains;

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json.replace("NOW", String.valueOf(NOW.getEpochSecond()))
                .replace("THEN", String.valueOf(NOW.getEpochSecond() + 300)));
    }

    private static String token(ObjectNode claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(rsa.getKeyID())
                .build();
        return IdentityProvider.sign(
                rsa, header, Json.MAPPER.convertValue(claims, new TypeReference<Map<String, Object>>() {}));
    }

    private TokenVerifier with(
            String issuer, String audience, @Nullable String role, @Nullable String absent, @Nullable String subject) {
        return new TokenVerifier(
                new TokenRules(
                        SECRET,
                        provider.jwks(),
                        issuer,
                        audience,
                        null,
                        null,
                        new ProviderClaims(role, absent, subject)),
                ROLES,
                CLOCK);
    }

    private static Claims believed(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verified.class);
        return ((Verified) verdict).claims();
    }

    private static JsonNode forPolicies(Verdict verdict) {
        return Json.MAPPER.readTree(believed(verdict).json());
    }

    private static String objection(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Refused.class);
        return ((Refused) verdict).withCode();
    }

    /** Keys as {@code /realms/…/protocol/openid-connect/certs} has them: one for signatures, one for encryption, with certificates. */
    @Nested
    class Keycloak {

        private static final String ISSUER = "https://id.example.com/realms/portal";
        private static final String TOKEN = """
                {"exp": THEN, "iat": NOW, "auth_time": NOW, "jti": "onrtac:9e5f0b7c-5a34-7d0a-3b1f-0f1a3e5f7c11",
                 "iss": "https://id.example.com/realms/portal", "aud": ["belfry", "account"],
                 "sub": "0f4c6c1e-0d5f-4c52-9f0b-6d3f8a0a5c10", "typ": "Bearer", "azp": "portal", "sid": "f3b1-22",
                 "acr": "1", "allowed-origins": ["https://portal.example.com"],
                 "realm_access": {"roles": ["default-roles-portal", "offline_access", "uma_authorization", "editor"]},
                 "resource_access": {"belfry": {"roles": ["authenticated"]}, "account": {"roles": ["view-profile"]}},
                 "scope": "openid profile email", "email_verified": true, "name": "Ada Lovelace", "groups": ["/admin"],
                 "preferred_username": "ada", "email": "ada@example.com"}
                """;

        private final ObjectNode token = object(TOKEN);

        private void publish() throws JOSEException {
            var encryption = new RSAKey.Builder(
                            new RSAKeyGenerator(2048).keyID("enc").generate())
                    .keyUse(KeyUse.ENCRYPTION)
                    .build()
                    .toPublicJWK()
                    .toJSONObject();
            encryption.put("alg", "RSA-OAEP");
            var signature = new RSAKey.Builder(rsa)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build()
                    .toPublicJWK()
                    .toJSONObject();
            provider.publishText(Json.MAPPER.writeValueAsString(Map.of("keys", List.of(encryption, signature))));
        }

        @Test
        void aHardcodedClaimIsTheRole() throws JOSEException {
            publish();
            token.put("role", "authenticated");

            var claims = believed(with(ISSUER, "belfry", null, null, null).verify(token(token)));

            assertThat(claims.role()).isEqualTo("authenticated");
            assertThat(claims.subject()).isEqualTo("0f4c6c1e-0d5f-4c52-9f0b-6d3f8a0a5c10");
        }

        @Test
        void aRealmRoleIsTheRole() throws JOSEException {
            publish();

            var verdict =
                    with(ISSUER, "belfry", "realm_access.roles", null, null).verify(token(token));

            assertThat(believed(verdict).role()).isEqualTo("editor");
            assertThat(forPolicies(verdict).path("role").stringValue()).isEqualTo("editor");
            assertThat(forPolicies(verdict).path("groups").path(0).stringValue())
                    .isEqualTo("/admin");
            assertThat(forPolicies(verdict).path("realm_access"))
                    .as("the rest as it came")
                    .isEqualTo(token.path("realm_access"));
        }

        @Test
        void aRoleOfTheClientIsTheRole() throws JOSEException {
            publish();

            assertThat(believed(with(ISSUER, "belfry", "resource_access.belfry.roles", null, null)
                                    .verify(token(token)))
                            .role())
                    .isEqualTo("authenticated");
        }

        @Test
        void aClientMayHaveDotsInItsName() throws JOSEException {
            publish();
            token.set("resource_access", object("{\"portal.example.com\": {\"roles\": [\"editor\"]}}"));

            assertThat(believed(with(ISSUER, "belfry", "resource_access.portal.example.com.roles", null, null)
                                    .verify(token(token)))
                            .role())
                    .isEqualTo("editor");
        }

        @Test
        void aRealmRoleOfThatNameMakesNobodyTheService() throws JOSEException {
            publish();
            token.set("realm_access", object("{\"roles\": [\"service_role\", \"supabase_admin\"]}"));

            assertThat(objection(with(ISSUER, "belfry", "realm_access.roles", null, null)
                            .verify(token(token))))
                    .isEqualTo("InvalidJWTToken: Token names no accepted role in `realm_access.roles`, and there is no"
                            + " BELFRY_JWT_DEFAULT_ROLE");
            assertThat(believed(with(ISSUER, "belfry", "realm_access.roles", "authenticated", null)
                                    .verify(token(token)))
                            .role())
                    .isEqualTo("authenticated");
        }

        @Test
        void theTokenOfAnotherClientIsRefused() throws JOSEException {
            publish();
            token.put("role", "authenticated").put("aud", "account");

            assertThat(objection(with(ISSUER, "belfry", null, null, null).verify(token(token))))
                    .isEqualTo("InvalidJWTToken: Token audience is not accepted");
        }
    }

    /** Keys as {@code /discovery/v2.0/keys} has them: no {@code alg}, {@code x5t} and {@code x5c} beside, an {@code issuer} of its own. */
    @Nested
    class Entra {

        private static final String TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
        private static final String ISSUER = "https://login.microsoftonline.com/" + TENANT + "/v2.0";
        private static final String CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444";
        private static final String OBJECT = "33334444-cccc-5555-dddd-6666eeee7777";
        private static final String TOKEN = """
                {"aud": "%s", "iss": "%s", "iat": NOW, "nbf": NOW, "exp": THEN, "aio": "AWQAm/8TAAAA", "azp": "%1$s", "azpacr": "0",
                 "name": "Ada Lovelace", "oid": "%s", "preferred_username": "ada@example.com", "rh": "0.AXoA", "roles": ["editor"],
                 "groups": ["6e5147da-6a35-4275-b3f3-fc069456b6eb"], "scp": "access_as_user",
                 "sub": "HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ", "tid": "%s", "uti": "fqiBqXLPj0eQa82S-IYFAA", "ver": "2.0"}
                """.formatted(CLIENT, ISSUER, OBJECT, TENANT);

        private final ObjectNode token = object(TOKEN);

        private void publish() {
            var key = new RSAKey.Builder(rsa)
                    .keyUse(KeyUse.SIGNATURE)
                    .build()
                    .toPublicJWK()
                    .toJSONObject();
            key.put("x5t", "nOo3ZDrODXEK1jKWhXslHR_KXEg");
            key.put("cloud_instance_name", "microsoftonline.com");
            key.put("issuer", ISSUER);
            provider.publishText(Json.MAPPER.writeValueAsString(Map.of("keys", List.of(key))));
        }

        @Test
        void anAppRoleIsTheRoleAndTheObjectIdTheUser() {
            publish();

            var verdict = with(ISSUER, CLIENT, "roles", "authenticated", "oid").verify(token(token));

            assertThat(believed(verdict).role()).isEqualTo("editor");
            assertThat(believed(verdict).subject()).isEqualTo(OBJECT);
            assertThat(forPolicies(verdict).path("sub").stringValue()).isEqualTo(OBJECT);
        }

        @Test
        void aUserWithoutAnAppRoleHasTheDefaultRole() {
            publish();
            token.remove("roles");

            assertThat(believed(with(ISSUER, CLIENT, "roles", "authenticated", "oid")
                                    .verify(token(token)))
                            .role())
                    .isEqualTo("authenticated");
            assertThat(objection(with(ISSUER, CLIENT, null, null, null).verify(token(token))))
                    .isEqualTo("InvalidJWTToken: Fields `role` and `exp` are required in JWT");
        }

        @Test
        void nobodyIsSomebodyWithoutAnObjectId() {
            publish();
            token.remove("oid");

            assertThat(objection(with(ISSUER, CLIENT, "roles", "authenticated", "oid")
                            .verify(token(token))))
                    .isEqualTo("InvalidJWTToken: Token names no user in `oid`");
        }

        @Test
        void anotherTenantIsRefused() {
            publish();
            token.put("iss", ISSUER.replace("aaaabbbb", "ffffffff"));

            assertThat(objection(with(ISSUER, CLIENT, "roles", "authenticated", "oid")
                            .verify(token(token))))
                    .isEqualTo("InvalidJWTToken: Token issuer is not accepted");
        }
    }

    /** Keys as {@code /.well-known/jwks.json} has them; custom claims are named by a URL. */
    @Nested
    class Auth0 {

        private static final String ISSUER = "https://portal.eu.auth0.com/";
        private static final String AUDIENCE = "https://belfry.example.com";
        private static final String TOKEN = """
                {"https://portal.example.com/user_id": "7d1b6a8e-41d8-4f4c-8a39-0a9a9a0f6c55", "https://portal.example.com/roles": ["editor"],
                 "iss": "https://portal.eu.auth0.com/", "sub": "auth0|507f1f77bcf86cd799439020",
                 "aud": ["https://belfry.example.com", "https://portal.eu.auth0.com/userinfo"], "iat": NOW, "exp": THEN,
                 "scope": "openid profile email", "azp": "my_client_id", "permissions": ["read:challenges"]}
                """;

        private final ObjectNode token = object(TOKEN);

        private void publish() {
            var key = new RSAKey.Builder(rsa)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build()
                    .toPublicJWK()
                    .toJSONObject();
            key.put("x5t", "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg");
            provider.publishText(Json.MAPPER.writeValueAsString(Map.of("keys", List.of(key))));
        }

        @Test
        void claimsOfAnActionAreTheRoleAndTheUser() {
            publish();

            var verdict = with(
                            ISSUER,
                            AUDIENCE,
                            "https://portal.example.com/roles",
                            "authenticated",
                            "https://portal.example.com/user_id")
                    .verify(token(token));

            assertThat(believed(verdict).role()).isEqualTo("editor");
            assertThat(believed(verdict).subject()).isEqualTo("7d1b6a8e-41d8-4f4c-8a39-0a9a9a0f6c55");
        }

        @Test
        void withoutAnActionEverybodyHasTheDefaultRoleAndTheirOwnSubject() {
            publish();

            var claims =
                    believed(with(ISSUER, AUDIENCE, null, "authenticated", null).verify(token(token)));

            assertThat(claims.role()).isEqualTo("authenticated");
            assertThat(claims.subject()).isEqualTo("auth0|507f1f77bcf86cd799439020");
        }

        @Test
        void theIssuerEndsWithASlash() {
            publish();

            assertThat(objection(with("https://portal.eu.auth0.com", AUDIENCE, null, "authenticated", null)
                            .verify(token(token))))
                    .isEqualTo("InvalidJWTToken: Token issuer is not accepted");
        }

        @Test
        void aRoleThatSaysServiceIsRefusedAndNotMadeTheDefault() {
            publish();
            token.put("role", "service_role");

            assertThat(((Refused) with(ISSUER, AUDIENCE, null, "authenticated", null)
                                    .verify(token(token)))
                            .reason())
                    .isEqualTo(Reason.NOT_ACCEPTED);
        }

        @Test
        void settingsOfTheProviderMeanNothingForOurOwnTokens() {
            var verdict = with(ISSUER, AUDIENCE, "roles", "authenticated", "oid")
                    .verify(new TokenSigner(SECRET).apiKey("anon"));

            assertThat(believed(verdict).role()).isEqualTo("anon");
        }
    }
}
