package dev.belfry.domain.access;

import com.nimbusds.jose.JWSObject;
import dev.belfry.domain.change.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** What a token says, once its signature is known to be good. */
record SignedPayload(String json, JsonNode fields) {

    /** PostgreSQL and we must not read different values of one name. */
    private static final ObjectReader UNAMBIGUOUS =
            Json.MAPPER.reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** @throws tools.jackson.core.JacksonException if it is not JSON, or has a name twice */
    static SignedPayload of(JWSObject token) throws CharacterCodingException {
        var json = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(token.getPayload().toBytes()))
                .toString();
        return new SignedPayload(json, UNAMBIGUOUS.readTree(json));
    }

    Claims claims() {
        return Claims.of(json, fields);
    }

    @Override
    public String toString() {
        return "SignedPayload";
    }
}
