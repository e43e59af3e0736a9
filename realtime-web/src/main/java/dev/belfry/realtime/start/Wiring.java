package dev.belfry.realtime.start;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.RowPolicies;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.capture.Change;
import dev.belfry.domain.schema.MappedTables;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Subscriptions;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The long-lived objects of the module, and what each is made of. */
@Dependent
public class Wiring {

    @Produces
    @Singleton
    TokenVerifier verifier(Settings settings) {
        return new TokenVerifier(settings.jwtSecret(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    TokenSigner signer(Settings settings) {
        return new TokenSigner(settings.jwtSecret());
    }

    @Produces
    @Singleton
    Subscriptions subscriptions() {
        return new Subscriptions();
    }

    @Produces
    @Singleton
    Bindings.Parser bindings(MappedTables tables) {
        return new Bindings.Parser(tables::all);
    }

    @Produces
    @Singleton
    ChangeDispatcher dispatcher(Subscriptions subscriptions, RowPolicies policies, MappedTables tables) {
        return new ChangeDispatcher(subscriptions, (change, caller) -> isVisible(policies, tables, change, caller));
    }

    /** Of a deleted row only its key is told, which nobody can be asked about any more (protocol §3.7). */
    private static boolean isVisible(RowPolicies policies, MappedTables tables, Change change, Claims caller) {
        return switch (change) {
            case Change.Insert insert -> policies.isVisible(tables.of(insert.table()), insert.row(), caller);
            case Change.Update update -> policies.isVisible(tables.of(update.table()), update.row(), caller);
            case Change.Delete ignored -> true;
        };
    }
}
