package dev.belfry.it;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row that several transactions write. PostgreSQL refuses a negative value. */
@Entity
@Table(name = "test_counters")
public class Counter {

    @Id
    private int id;

    @Column(nullable = false)
    private int value;

    protected Counter() {}

    public Counter(int id) {
        this.id = id;
    }

    public void increment() {
        value++;
    }

    public void ruin() {
        value = -1;
    }
}
