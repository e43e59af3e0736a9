package dev.belfry.realtime.resume;

/** Of one message to a page that may come back: is told how far the message has come. */
public interface Receipt {

    /** The system has taken it. */
    void written();

    /** The page's side has it. */
    void acknowledged();
}
