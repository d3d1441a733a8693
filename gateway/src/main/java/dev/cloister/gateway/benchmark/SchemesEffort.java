package dev.cloister.gateway.benchmark;

import dev.cloister.watermark.benchmark.CalibrationBenchmark;
import dev.cloister.watermark.benchmark.OverheadBenchmark;
import dev.cloister.watermark.benchmark.SchemeBenchmark;
import dev.cloister.watermark.benchmark.TemperatureBenchmark;
import dev.cloister.watermark.scheme.AppScheme;
import java.util.List;
import java.util.Map;

/**
 * How much is measured of the schemes of marks.
 *
 * @param plan answers, keys and human windows
 * @param calibration human windows alone
 * @param overhead timed blocks
 * @param temperatures answers drawn in other ways
 */
public record SchemesEffort(
        SchemeBenchmark.Plan plan,
        CalibrationBenchmark.Plan calibration,
        OverheadBenchmark.Plan overhead,
        TemperatureBenchmark.Plan temperatures) {

    /** For figures to report. */
    static final SchemesEffort FULL = new SchemesEffort(
            new SchemeBenchmark.Plan(64, 120, 10, 2000, 20, 40),
            new CalibrationBenchmark.Plan(20_000, 200, 20, 2000),
            new OverheadBenchmark.Plan(20, 60),
            new TemperatureBenchmark.Plan(
                    Map.of(
                            AppScheme.TOURNAMENT, List.of(0.1, 0.3, 0.5, 0.7),
                            AppScheme.GREEN_LIST, List.of(0.0, 0.1, 0.3)),
                    24,
                    12));

    /** To see that all of it works. */
    static final SchemesEffort QUICK = new SchemesEffort(
            new SchemeBenchmark.Plan(6, 6, 2, 100, 4, 2),
            new CalibrationBenchmark.Plan(1000, 20, 4, 100),
            new OverheadBenchmark.Plan(3, 5),
            new TemperatureBenchmark.Plan(Map.of(AppScheme.TOURNAMENT, List.of(0.5)), 4, 4));
}
