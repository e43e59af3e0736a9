package dev.belfry.domain.schema;

import java.sql.SQLException;
import java.util.List;

/** The role of the server may not do what has to be done before the schema can be laid. */
public class NotAllowed extends SQLException {

    private static final long serialVersionUID = 1;

    /** @param cures each what is missing, with the statement that gives it */
    NotAllowed(List<String> cures) {
        super(String.join("; ", cures), "42501");
    }
}
