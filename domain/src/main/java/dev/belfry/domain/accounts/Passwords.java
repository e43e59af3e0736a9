package dev.belfry.domain.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Passwords as PBKDF2 hashes. A row that was written by SQL may have one of bcrypt, as {@code crypt(…, gen_salt('bf'))} makes it: the
 * database that has made it can say whether a password fits.
 */
@ApplicationScoped
public class Passwords {

    private static final String WHERE_CRYPT_IS = """
            select quote_ident(n.nspname) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where p.proname = 'crypt' and p.proargtypes = '25 25'::oidvector and has_function_privilege(p.oid, 'execute')
              and exists (select from pg_depend d join pg_extension e on e.oid = d.refobjid
                          where d.objid = p.oid and d.deptype = 'e' and e.extname = 'pgcrypto')
            """;

    @Inject
    Pbkdf2PasswordHash hash;

    private volatile @Nullable String nothing;

    String hashed(String password) {
        return hash.generate(password.toCharArray());
    }

    /** Takes as long where there is no password as where there is a wrong one. */
    boolean fits(Connection connection, String password, @Nullable String stored) throws SQLException {
        if (stored != null && stored.startsWith("$2")) {
            return fitsBcrypt(connection, password, stored);
        }
        try {
            return hash.verify(password.toCharArray(), stored == null || stored.isEmpty() ? hashOfNothing() : stored);
        } catch (IllegalArgumentException e) {
            return false; // whatever that is, it is no hash of ours
        }
    }

    private static boolean fitsBcrypt(Connection connection, String password, String stored) throws SQLException {
        try (var asked = connection.createStatement();
                var found = asked.executeQuery(WHERE_CRYPT_IS)) {
            if (!found.next()) {
                return false;
            }
            try (var compared = connection.prepareStatement(
                    "select " + found.getString(1) + ".crypt(?::text, ?::text) = ?::text")) {
                compared.setString(1, password);
                compared.setString(2, stored);
                compared.setString(3, stored);
                try (var answer = compared.executeQuery()) {
                    return answer.next() && answer.getBoolean(1);
                }
            }
        }
    }

    private String hashOfNothing() {
        var known = nothing;
        if (known == null) {
            known = hash.generate(UUID.randomUUID().toString().toCharArray());
            nothing = known;
        }
        return known;
    }
}
