package dev.belfry.bench;

import java.util.Arrays;
import java.util.List;

/** How long things took. Written by one thread. */
final class Latencies {

    private long[] nanos = new long[1 << 16];
    private int size;

    void add(long taken) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = taken;
    }

    /** @param what took so long, such as {@code at half of that rate} */
    List<Figure> figures(String what) {
        Arrays.sort(nanos, 0, size);
        return List.of(new Figure("p50 ms " + what, at(50)), new Figure("p99 ms " + what, at(99)));
    }

    private double at(int percent) {
        return size == 0 ? Double.NaN : nanos[(int) ((long) size * percent / 100)] / 1e6;
    }
}
