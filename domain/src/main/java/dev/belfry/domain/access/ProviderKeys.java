package dev.belfry.domain.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource.RefreshCompletedEvent;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.events.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public keys of the identity provider (JWKS). An unknown key id fetches them again, twice in an interval at most. */
final class ProviderKeys {

    /**
     * How often the keys are fetched.
     *
     * @param lifetime after which fetched keys are fetched again
     * @param interval in which they are fetched twice at most
     * @param outage how long keys count that cannot be fetched again
     */
    record Pace(Duration lifetime, Duration interval, Duration outage) {

        static final Pace USUAL = new Pace(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofHours(4));
    }

    private record Fetched(JWKSet keys, Instant at) {}

    private static final Logger LOG = System.getLogger(ProviderKeys.class.getName());
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 64 * 1024;

    private final JWKSource<SecurityContext> source;
    private final Clock clock;
    private final Duration outage;
    private volatile @Nullable Fetched fetched;

    ProviderKeys(URI jwks, Pace pace, Clock clock) {
        this.clock = clock;
        this.outage = pace.outage();
        try {
            source = JWKSourceBuilder.create(
                            jwks.toURL(), new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES))
                    .cache(pace.lifetime().toMillis(), 2 * TIMEOUT_MILLIS, this::heard)
                    .refreshAheadCache(false)
                    .rateLimited(pace.interval().toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Not the address of a JWKS: " + jwks, e);
        }
    }

    /** Empty if the provider has no such key, or cannot be asked. Blocks while it is asked. */
    List<JWSVerifier> verifiers(JWSHeader header) throws JOSEException {
        var verifiers = new ArrayList<JWSVerifier>();
        for (var key : keys(new JWKSelector(matcher(header)))) {
            verifiers.add(verifier(key));
        }
        return verifiers;
    }

    private List<JWK> keys(JWKSelector selector) {
        try {
            return source.get(selector, null);
        } catch (RateLimitReachedException e) {
            return fetchedBefore(selector);
        } catch (KeySourceException | RuntimeException e) {
            // unchecked too: Nimbus meets the answer "null" with a NullPointerException
            LOG.log(Level.WARNING, "ProviderKeysNotFetched: those from before are used: {0}", e.getMessage());
            return fetchedBefore(selector);
        }
    }

    // Nimbus' own outage tolerance lies below its rate limit, so tokens with made-up key ids could use it up.
    private List<JWK> fetchedBefore(JWKSelector selector) {
        var last = fetched;
        return last == null || last.at().plus(outage).isBefore(clock.instant())
                ? List.of()
                : selector.select(last.keys());
    }

    private void heard(Event<CachingJWKSetSource<SecurityContext>, SecurityContext> event) {
        if (event instanceof RefreshCompletedEvent<SecurityContext> refreshed) {
            fetched = new Fetched(refreshed.getJWKSet(), clock.instant());
        }
    }

    /** The key decides what may be verified with it; everything else in the header is the bearer's word. */
    private static JWKMatcher matcher(JWSHeader header) {
        var algorithm = header.getAlgorithm();
        var matcher = new JWKMatcher.Builder()
                .keyID(header.getKeyID())
                .keyType(KeyType.forAlgorithm(algorithm))
                .keyUses(KeyUse.SIGNATURE, null)
                .keyOperations(KeyOperation.VERIFY, null)
                .algorithms(algorithm, null);
        var curves = Curve.forJWSAlgorithm(algorithm);
        return curves == null ? matcher.build() : matcher.curves(curves).build();
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey curve -> new ECDSAVerifier(curve);
            default -> throw new IllegalStateException("The matcher lets RSA and EC pass, not " + key.getKeyType());
        };
    }
}
