package dev.belfry.realtime.signin;

import java.util.List;

/** Why somebody is not given what they asked for, with the status, code and words of GoTrue. */
final class SignInProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int UNPROCESSABLE = 422;
    static final int SERVER_ERROR = 500;

    private final int status;
    private final String code;
    private final transient List<String> weaknesses;

    SignInProblem(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    private SignInProblem(int status, String code, String message, List<String> weaknesses) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.weaknesses = List.copyOf(weaknesses);
    }

    static SignInProblem invalid(String message) {
        return new SignInProblem(BAD_REQUEST, "validation_failed", message);
    }

    static SignInProblem notServed(String message) {
        return new SignInProblem(NOT_FOUND, "not_served", message);
    }

    static SignInProblem weakPassword(String message, String weakness) {
        return new SignInProblem(UNPROCESSABLE, "weak_password", message, List.of(weakness));
    }

    static SignInProblem emailExists() {
        return new SignInProblem(
                UNPROCESSABLE, "email_exists", "A user with this email address has already been registered");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** What makes a password weak; empty if it is about something else. */
    List<String> weaknesses() {
        return weaknesses;
    }
}
