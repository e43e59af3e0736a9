package dev.belfry.domain.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.belfry.domain.access.ProviderKeys.Pace;
import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Refused;
import dev.belfry.domain.access.Verdict.Verified;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a token or an API key is to be believed: signature first, then the claims. HS256, HS384 and HS512 count with the
 * shared secret only; RS256 to RS512 and ES256 to ES512 only with the key of the identity provider that the token names.
 */
public final class TokenVerifier {

    private static final int MAX_LENGTH = 16 * 1024;
    private static final int MAX_KEY_ID = 64;
    private static final Refused MALFORMED = new Refused(Reason.MALFORMED, "The token provided is not a valid JWT");
    private static final Refused FORGED = new Refused(Reason.WRONG_SIGNATURE, "Failed to validate JWT signature");

    /** So long hold claims that say no end. */
    private static final Duration UNSIGNED = Duration.ofHours(1);

    private final byte[] secret;
    private final @Nullable ProviderKeys providerKeys;
    private final OpaqueKeys opaqueKeys;
    private final ClaimRules claimRules;
    private final ProviderRules providerRules;

    public TokenVerifier(String secret, Clock clock) {
        this(TokenRules.ofSecret(secret), clock);
    }

    public TokenVerifier(TokenRules rules, Clock clock) {
        this(rules, Roles.USUAL::contains, clock);
    }

    /** @param roles as which a bearer may act */
    public TokenVerifier(TokenRules rules, Roles roles, Clock clock) {
        this(rules, roles, Pace.USUAL, clock);
    }

    TokenVerifier(TokenRules rules, Roles roles, Pace pace, Clock clock) {
        secret = rules.secret().getBytes(StandardCharsets.UTF_8);
        providerKeys = rules.jwks() == null ? null : new ProviderKeys(rules.jwks(), pace, clock);
        opaqueKeys = new OpaqueKeys(rules.publishableKey(), rules.secretKey());
        claimRules = new ClaimRules(roles, clock);
        providerRules = new ProviderRules(rules.issuer(), rules.audience(), rules.claims());
    }

    private TokenVerifier(TokenVerifier other, Roles roles) {
        secret = other.secret;
        providerKeys = other.providerKeys;
        opaqueKeys = other.opaqueKeys;
        claimRules = new ClaimRules(roles, other.claimRules.clock());
        providerRules = other.providerRules;
    }

    /** The same for what is signed by the same keys and gives no access, as a refresh token. */
    public TokenVerifier of(Roles roles) {
        return new TokenVerifier(this, roles);
    }

    /** Never throws, whatever it is given. Blocks for some seconds at most when the provider has to be asked for its keys. */
    public Verdict verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return MALFORMED;
        }
        if (token.startsWith(OpaqueKeys.PREFIX)) {
            return opaqueKeys.claims(token).<Verdict>map(Verified::new).orElse(MALFORMED);
        }
        try {
            var jwt = parse(token);
            return isOrdinary(jwt.getHeader()) ? verify(jwt) : MALFORMED;
        } catch (ParseException | CharacterCodingException | JacksonException | NumberFormatException e) {
            // the last is Jackson's answer to an exponent beyond an int
            return MALFORMED;
        } catch (JOSEException e) {
            return FORGED;
        }
    }

    /**
     * Whom such claims would make of the bearer of a token. Nobody has signed them: for callers who might have been given any token, or
     * see everything without one.
     *
     * @param payload with a {@code role}; without {@code exp} it holds for an hour
     */
    public Verdict unsigned(ObjectNode payload) {
        var claims = payload.has("exp")
                ? payload
                : payload.deepCopy()
                        .put("exp", claimRules.clock().instant().plus(UNSIGNED).getEpochSecond());
        return claimRules.judge(new SignedPayload(claims.toString(), claims));
    }

    private static JWSObject parse(String token) throws ParseException {
        try {
            return JWSObject.parse(token);
        } catch (RuntimeException e) {
            // Nimbus is not ready for every header: "null" is a NullPointerException
            throw (ParseException) new ParseException("No header of a token", 0).initCause(e);
        }
    }

    /** Without extensions that have to be understood, such as the unencoded payload of RFC 7797. */
    private static boolean isOrdinary(JWSHeader header) {
        return header.getCriticalParams() == null && header.isBase64URLEncodePayload();
    }

    private Verdict verify(JWSObject jwt) throws JOSEException, CharacterCodingException {
        return switch (jwt.getHeader().getAlgorithm().getName()) {
            case "HS256", "HS384", "HS512" -> signedWithTheSecret(jwt);
            case "RS256", "RS384", "RS512", "ES256", "ES384", "ES512" -> signedByTheProvider(jwt);
            default -> noKey(jwt.getHeader());
        };
    }

    private Verdict signedWithTheSecret(JWSObject jwt) throws JOSEException, CharacterCodingException {
        return jwt.verify(new MACVerifier(secret)) ? claimRules.judge(SignedPayload.of(jwt)) : FORGED;
    }

    private Verdict signedByTheProvider(JWSObject jwt) throws JOSEException, CharacterCodingException {
        var verifiers = providerVerifiers(jwt.getHeader());
        if (verifiers.isEmpty()) {
            return noKey(jwt.getHeader());
        }
        if (!isSigned(jwt, verifiers)) {
            return FORGED;
        }
        return switch (providerRules.translate(SignedPayload.of(jwt), claimRules.roles())) {
            case ProviderRules.Translated.Lacking(var why) -> why;
            case ProviderRules.Translated.Complete(var payload) -> ofTheProvider(payload);
        };
    }

    private Verdict ofTheProvider(SignedPayload payload) {
        var verdict = claimRules.judge(payload);
        return verdict instanceof Verified
                ? providerRules
                        .objection(payload.fields())
                        .<Verdict>map(refused -> refused)
                        .orElse(verdict)
                : verdict;
    }

    private List<JWSVerifier> providerVerifiers(JWSHeader header) throws JOSEException {
        return providerKeys == null || header.getKeyID() == null ? List.of() : providerKeys.verifiers(header);
    }

    private static boolean isSigned(JWSObject jwt, List<JWSVerifier> verifiers) throws JOSEException {
        for (var verifier : verifiers) {
            if (jwt.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    private static Refused noKey(JWSHeader header) {
        var id = header.getKeyID();
        var named = id == null ? "" : " for key ID (kid) \"" + Foreign.shown(id, MAX_KEY_ID) + "\"";
        return new Refused(
                Reason.NO_KEY,
                "Failed to generate JWT signer" + named + ", check your JWT secret or JWKS configuration");
    }
}
