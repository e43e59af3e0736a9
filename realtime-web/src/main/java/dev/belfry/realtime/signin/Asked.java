package dev.belfry.realtime.signin;

import dev.belfry.domain.change.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request: its fields, each of the type that it must have. A field that is null is one that is missing. */
record Asked(ObjectNode body) {

    private static final int LONGEST_EMAIL = 255;
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\\p{Cntrl}<>()\\[\\]\\\\,;:\"]+@[^\\s@.,\\p{Cntrl}]+(\\.[^\\s@.,\\p{Cntrl}]+)*");
    private static final int SHORTEST_PASSWORD = 6;

    /** Of GoTrue's, whose bcrypt takes no more. */
    private static final int LONGEST_PASSWORD = 72;

    static Asked of(String text) {
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return new Asked(object);
            }
        } catch (JacksonException | NumberFormatException e) {
            // said below
        }
        throw badJson("it must be a JSON object");
    }

    /** As {@link #of}, where a body may be left out. */
    static Asked ofOptional(@Nullable String text) {
        return text == null || text.isBlank() ? new Asked(Json.MAPPER.createObjectNode()) : of(text);
    }

    boolean has(String field) {
        return body.hasNonNull(field);
    }

    /** Empty if it is missing. */
    String text(String field) {
        var value = field(field, JsonNodeType.STRING);
        var text = value == null ? "" : value.stringValue();
        if (text.indexOf('\0') >= 0) {
            throw SignInProblem.invalid(field + " must not hold the character U+0000");
        }
        return text;
    }

    boolean flag(String field) {
        var value = field(field, JsonNodeType.BOOLEAN);
        return value != null && value.booleanValue();
    }

    @Nullable
    ObjectNode object(String field) {
        return (ObjectNode) field(field, JsonNodeType.OBJECT);
    }

    ObjectNode objectOrEmpty(String field) {
        var object = object(field);
        return object == null ? Json.MAPPER.createObjectNode() : object;
    }

    /** In small letters. */
    String email() {
        var email = text("email");
        if (email.isEmpty()) {
            throw SignInProblem.invalid("An email address is required");
        }
        if (email.length() > LONGEST_EMAIL) {
            throw SignInProblem.invalid("An email address is too long");
        }
        if (!EMAIL.matcher(email).matches()) {
            throw SignInProblem.invalid("Unable to validate email address: invalid format");
        }
        return email.toLowerCase(Locale.ROOT);
    }

    /** One that is strong enough. */
    String newPassword() {
        var password = text("password");
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
            throw SignInProblem.invalid("Password cannot be longer than " + LONGEST_PASSWORD + " characters");
        }
        if (password.length() < SHORTEST_PASSWORD) {
            throw SignInProblem.weakPassword(
                    "Password should be at least " + SHORTEST_PASSWORD + " characters.", "length");
        }
        return password;
    }

    private @Nullable JsonNode field(String name, JsonNodeType type) {
        var value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.getNodeType() != type) {
            throw badJson(name + " must be of the type " + type.name().toLowerCase(Locale.ROOT));
        }
        return value;
    }

    private static SignInProblem badJson(String why) {
        return new SignInProblem(SignInProblem.BAD_REQUEST, "bad_json", "Could not parse request body as JSON: " + why);
    }
}
