package dev.belfry.realtime.protocol;

/** A frame that is none of the protocol's (protocol §2.4): it is dropped, and the connection lives on. Says what was wrong. */
public final class MalformedFrame extends Exception {

    MalformedFrame(String what) {
        super(what, null, false, false); // a client may cause many: no stack trace
    }
}
