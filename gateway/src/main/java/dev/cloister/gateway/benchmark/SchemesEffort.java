package dev.cloister.gateway.benchmark;

import dev.cloister.watermark.benchmark.CalibrationBenchmark;
import dev.cloister.watermark.benchmark.OverheadBenchmark;
import dev.cloister.watermark.benchmark.SchemeBenchmark;

/**
 * How much is measured of the schemes of marks.
 *
 * @param plan answers, keys and human windows
 * @param calibration human windows alone
 * @param overhead timed blocks
 */
public record SchemesEffort(
        SchemeBenchmark.Plan plan, CalibrationBenchmark.Plan calibration, OverheadBenchmark.Plan overhead) {

    /** For figures to report. */
    static final SchemesEffort FULL = new SchemesEffort(
            new SchemeBenchmark.Plan(64, 120, 10, 2000, 20, 40),
            new CalibrationBenchmark.Plan(20_000, 200, 20, 2000),
            new OverheadBenchmark.Plan(20, 60));

    /** To see that all of it works. */
    static final SchemesEffort QUICK = new SchemesEffort(
            new SchemeBenchmark.Plan(6, 6, 2, 100, 4, 2),
            new CalibrationBenchmark.Plan(1000, 20, 4, 100),
            new OverheadBenchmark.Plan(3, 5));
}
