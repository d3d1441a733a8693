package dev.cloister.retrieval.benchmark.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents with questions and the judgements of people. Cranfield (Cleverdon 1967) is read, in the files that have been
 * passed on since: {@code cran.all.1400} and {@code cran.qry} in the markup of the SMART system, {@code cranqrel} with lines
 * of question, document and code. Questions are numbered by their order there, not by their own numbers. Codes go from 1, a
 * complete answer, to 4, of minimum interest; any other is not relevant. A document of code c gains 5 - c.
 *
 * @param documents text by number
 */
record TestCollection(Map<String, String> documents, List<Judged> questions) {

    private static final int LEAST_CODE = 4;

    /** @param folder with the three files */
    static TestCollection cranfield(Path folder) throws IOException {
        Map<String, String> documents = records(folder.resolve("cran.all.1400"));
        List<String> asked = List.copyOf(records(folder.resolve("cran.qry")).values());
        Map<Integer, Map<String, Integer>> gains = new HashMap<>();
        for (String line : lines(folder.resolve("cranqrel"))) {
            String[] fields = line.strip().split("\\s+");
            int code = fields.length < 3 ? 0 : Integer.parseInt(fields[2]);
            if (code >= 1 && code <= LEAST_CODE) {
                gains.computeIfAbsent(Integer.parseInt(fields[0]), question -> new HashMap<>())
                        .put(fields[1], LEAST_CODE + 1 - code);
            }
        }
        List<Judged> questions = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Map<String, Integer> relevant = gains.getOrDefault(i + 1, Map.of());
            if (!relevant.isEmpty()) {
                questions.add(new Judged(asked.get(i), relevant));
            }
        }
        return new TestCollection(documents, questions);
    }

    /** Title and text of each record, by its number, in their order. */
    private static Map<String, String> records(Path file) throws IOException {
        Map<String, String> records = new LinkedHashMap<>();
        String number = "";
        char field = ' ';
        StringBuilder text = new StringBuilder();
        for (String line : lines(file)) {
            if (line.startsWith(".I ")) {
                put(records, number, text);
                number = line.substring(3).strip();
                field = ' ';
            } else if (line.length() == 2 && line.charAt(0) == '.') {
                field = line.charAt(1);
                // The text of a document repeats its title.
                if (field == 'W') {
                    text.setLength(0);
                }
            } else if (field == 'T' || field == 'W') {
                text.append(line).append('\n');
            }
        }
        put(records, number, text);
        return records;
    }

    private static void put(Map<String, String> records, String number, StringBuilder text) {
        if (!number.isEmpty()) {
            records.put(number, text.toString().strip());
        }
        text.setLength(0);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }
}
