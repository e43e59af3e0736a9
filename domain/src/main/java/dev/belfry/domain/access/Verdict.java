package dev.belfry.domain.access;

/** What came of verifying a token. Texts and codes are those of protocol §1.3 and §3.5.2. */
public sealed interface Verdict {

    record Verified(Claims claims) implements Verdict {}

    record Refused(Reason reason, String detail) implements Verdict {

        /** As a join is refused: {@code InvalidJWTToken: Token has expired 12 seconds ago}. */
        public String withCode() {
            return reason.code + ": " + detail;
        }

        /** As an upgrade is refused. */
        public String text() {
            return reason == Reason.EXPIRED ? "Token has expired" : detail;
        }
    }

    enum Reason {
        EXPIRED("InvalidJWTToken"),
        INCOMPLETE("InvalidJWTToken"),
        NOT_YET_VALID("InvalidJWTToken"),
        NOT_ACCEPTED("InvalidJWTToken"),
        MALFORMED("MalformedJWT"),
        WRONG_SIGNATURE("JwtSignatureError"),
        NO_KEY("JwtSignerError");

        private final String code;

        Reason(String code) {
            this.code = code;
        }
    }
}
