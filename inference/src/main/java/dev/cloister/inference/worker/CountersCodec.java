package dev.cloister.inference.worker;

import dev.cloister.inference.session.SchedulerCounters;
import java.net.ProtocolException;
import java.time.Duration;

/** The scheduler's counters, on the socket. */
final class CountersCodec {

    private CountersCodec() {}

    static void write(PayloadWriter out, SchedulerCounters counters) {
        out.int64(counters.steps()).int32(counters.running()).int32(counters.waiting());
        out.int32(counters.resident()).int32(counters.swapped()).int64(counters.swappedBytes());
        out.int64(counters.cachedTokens()).int64(counters.generatedTokens());
        out.int64(counters.longestStep().toNanos());
    }

    static SchedulerCounters read(PayloadReader in) throws ProtocolException {
        return new SchedulerCounters(
                in.int64(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int32(),
                in.int64(),
                in.int64(),
                in.int64(),
                Duration.ofNanos(in.int64()));
    }
}
