package dev.cloister.gateway.benchmark;

import dev.cloister.retrieval.benchmark.FederationBenchmark;
import dev.cloister.watermark.benchmark.WatermarkBenchmark;
import dev.cloister.watermark.benchmark.adversary.AdversaryBenchmark;
import dev.cloister.watermark.benchmark.quality.TextQualityBenchmark;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param starts timed starts of the gateway
 * @param enginePairs undisturbed pairs of the engine's benchmark
 * @param engineBudget when that benchmark stops although it has fewer
 * @param batchRounds rounds of one and of eight answers
 * @param comparisonRounds rounds of each load beside another server
 * @param prefillPairs prompts, by the stack and by the bare loop
 * @param scorePairs scorings and prefills of the same texts
 * @param windows windows of a text for each kind of keys and values
 * @param chunkRounds long prompts for each size of chunks
 * @param hold how long many sessions are held
 * @param grammarRounds answers to each schema
 * @param callPairs tool calls, isolated and plain
 * @param startPairs starts of an app, isolated and plain
 * @param queries queries of each kind
 * @param attacksEvery every how many-th attack is tried
 * @param encodedPassages passages for each encoding of vectors
 * @param federation transforms and encrypted queries
 * @param mark answers and human windows
 * @param schemes the same for each scheme, and more
 * @param adversary answers that are collected, forged and reworded
 * @param readers answers and questions whose quality is judged
 */
public record Effort(
        int starts,
        int enginePairs,
        Duration engineBudget,
        int batchRounds,
        int comparisonRounds,
        int prefillPairs,
        int scorePairs,
        int windows,
        int chunkRounds,
        Duration hold,
        int grammarRounds,
        int callPairs,
        int startPairs,
        int queries,
        int attacksEvery,
        int encodedPassages,
        FederationBenchmark.Plan federation,
        WatermarkBenchmark.Plan mark,
        SchemesEffort schemes,
        AdversaryBenchmark.Plan adversary,
        TextQualityBenchmark.Plan readers) {

    /** For figures to report: each suite in about a quarter of an hour on two cores where nothing disturbs the engine. */
    public static final Effort FULL = new Effort(
            3,
            200,
            Duration.ofMinutes(12),
            30,
            8,
            200,
            8,
            12,
            5,
            Duration.ofMinutes(5),
            6,
            1000,
            40,
            25,
            1,
            20_000,
            new FederationBenchmark.Plan(200, 30, 200, true, 20_000),
            new WatermarkBenchmark.Plan(40, 200, 500, 20),
            SchemesEffort.FULL,
            new AdversaryBenchmark.Plan(List.of(10, 30, 100), 20, 30),
            new TextQualityBenchmark.Plan(100, 300));

    /** To see that all of it works: about three minutes. */
    public static final Effort QUICK = new Effort(
            1,
            30,
            Duration.ofSeconds(40),
            5,
            3,
            20,
            3,
            2,
            1,
            Duration.ofSeconds(20),
            1,
            200,
            10,
            5,
            4,
            4_000,
            new FederationBenchmark.Plan(60, 12, 40, false, 2_000),
            new WatermarkBenchmark.Plan(10, 200, 200, 10),
            SchemesEffort.QUICK,
            new AdversaryBenchmark.Plan(List.of(4, 8), 4, 4),
            new TextQualityBenchmark.Plan(4, 12));
}
