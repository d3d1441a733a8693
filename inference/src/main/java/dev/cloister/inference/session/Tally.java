package dev.cloister.inference.session;

import java.time.Duration;

/** What a scheduler has done so far; see {@link SchedulerCounters}. */
record Tally(long steps, long cached, long drawn, Duration longest) {

    static final Tally NOTHING = new Tally(0, 0, 0, Duration.ZERO);

    /** One more decode call, of which so many tokens were drawn. */
    Tally step(int tokens) {
        return new Tally(steps + 1, cached, drawn + tokens, longest);
    }

    /** So many prompt tokens were at hand. */
    Tally reuse(int tokens) {
        return new Tally(steps, cached + tokens, drawn, longest);
    }

    /** A step took so long. */
    Tally lasting(Duration step) {
        return step.compareTo(longest) > 0 ? new Tally(steps, cached, drawn, step) : this;
    }
}
