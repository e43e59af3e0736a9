package dev.belfry.bench;

/** What hears a socket of a {@link Load}. Called on its one thread, so it must not wait. */
interface Ear {

    /** The upgrade is done. */
    void opened(LoadSocket socket);

    /** @param message stands only until this returns */
    void heard(LoadSocket socket, Received message);

    /** It is time for a heartbeat. */
    void beat(LoadSocket socket);
}
