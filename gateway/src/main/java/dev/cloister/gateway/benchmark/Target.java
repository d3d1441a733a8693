package dev.cloister.gateway.benchmark;

import java.util.Map;
import java.util.Optional;

/** What a figure is meant to reach. */
sealed interface Target {

    boolean metBy(double value);

    /** The target of that figure, if it has one. */
    static Optional<Target> of(String figure) {
        return Optional.ofNullable(Targets.ALL.get(figure));
    }

    record AtLeast(double bound) implements Target {
        @Override
        public boolean metBy(double value) {
            return value >= bound;
        }

        @Override
        public String toString() {
            return ">= " + bound;
        }
    }

    record Below(double bound) implements Target {
        @Override
        public boolean metBy(double value) {
            return value < bound;
        }

        @Override
        public String toString() {
            return "< " + bound;
        }
    }

    /** By figure. */
    final class Targets {
        private static final Map<String, Target> ALL = Map.of(
                "engine.ratio", new AtLeast(0.90),
                "watermark.overhead", new Below(1.03),
                "isolation.call_ms", new Below(1),
                "isolation.start_ms", new Below(100));

        private Targets() {}
    }
}
