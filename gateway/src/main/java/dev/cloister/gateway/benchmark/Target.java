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
        private static final Map<String, Target> ALL = Map.ofEntries(
                Map.entry("engine.ratio", new AtLeast(0.90)),
                Map.entry("watermark.overhead", new Below(1.03)),
                Map.entry("isolation.call_ms", new Below(1)),
                Map.entry("isolation.start_ms", new Below(100)),
                Map.entry("spoke.call_ms", new Below(1)),
                Map.entry("spoke.start_ms", new Below(100)),
                Map.entry("spoke.warm.bytes", new Below(6L << 30)),
                Map.entry("query.median_ratio", new Below(1.05)),
                Map.entry("query.share_under_1_30", new AtLeast(1)),
                Map.entry("obedient.unpermitted_calls", new Below(1)),
                Map.entry("obedient.tasks_done_ratio", new AtLeast(1)),
                Map.entry("generate.ratio", new AtLeast(0.97)),
                Map.entry("batch8.ratio", new AtLeast(0.95)),
                Map.entry("prefill.ratio", new AtLeast(0.98)),
                Map.entry("ntt4096.us", new Below(15)),
                Map.entry("ntt.vs_seal", new AtLeast(3)),
                Map.entry("scan_100k.ms", new Below(400)),
                Map.entry("scan_vs_plaintext.ratio", new Below(3)),
                Map.entry("seal.speedup", new AtLeast(10)),
                Map.entry("logprobs.ratio", new AtLeast(0.95)),
                Map.entry("grammar.overhead", new Below(1.10)),
                Map.entry("compare.first_token.1", new AtLeast(1)),
                Map.entry("compare.first_token.4", new AtLeast(1)),
                Map.entry("compare.first_token.8", new AtLeast(1)),
                Map.entry("compare.speed.1", new AtLeast(1)),
                Map.entry("compare.speed.4", new AtLeast(1)),
                Map.entry("compare.speed.8", new AtLeast(1)));

        private Targets() {}
    }
}
