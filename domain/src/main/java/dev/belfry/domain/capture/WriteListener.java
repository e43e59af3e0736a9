package dev.belfry.domain.capture;

import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;

/** Hears of rows that plain SQL has written, on the thread and within the transaction that wrote them. */
public interface WriteListener {

    /** Nobody listens: the write-ahead log tells of every write. */
    WriteListener NONE = new WriteListener() {

        @Override
        public boolean isListening() {
            return false;
        }

        @Override
        public void inserted(Table table, Row row) {}

        @Override
        public void updated(Table table, Row row, Row old) {}

        @Override
        public void deleted(Table table, Row old) {}
    };

    /** Whether anything is done with what is told; nobody need find out about rows otherwise. */
    boolean isListening();

    void inserted(Table table, Row row);

    /** @param old all of the row before, or its key */
    void updated(Table table, Row row, Row old);

    void deleted(Table table, Row old);
}
