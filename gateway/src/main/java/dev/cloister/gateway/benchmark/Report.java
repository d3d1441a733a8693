package dev.cloister.gateway.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** The file of figures: a flat map from names to numbers, with the machine and the commit. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String name;
    private final Machine machine;
    private final String commit;
    private final Map<String, Double> figures;

    private Report(Path file, String name, Machine machine, String commit, Map<String, Double> figures) {
        this.file = file;
        this.name = name;
        this.machine = machine;
        this.commit = commit;
        this.figures = figures;
    }

    /** As it stands in the file, fields in this order. */
    record Content(String bench, Machine machine, String commit, Map<String, Double> figures) {}

    /** Goes on with the file's figures if they are of the same commit and machine, else with none. */
    static Report resume(Path folder, String name, Machine machine, String commit) {
        Path file = folder.resolve(name + ".json");
        Map<String, Double> figures = new TreeMap<>();
        if (Files.exists(file)) {
            Content before = read(file);
            if (before.machine().equals(machine) && before.commit().equals(commit)) {
                figures.putAll(before.figures());
            }
        }
        return new Report(file, name, machine, commit, figures);
    }

    Path file() {
        return file;
    }

    Map<String, Double> figures() {
        return Map.copyOf(figures);
    }

    /** Adds figures, in the place of those of the same name, and writes the file whole. */
    void add(Map<String, Double> measured) {
        figures.putAll(measured);
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(draft.toFile(), new Content(name, machine, commit, figures));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The figures cannot be written to " + file, e);
        }
    }

    private static Content read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Content.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " holds no figures; move it away and run again", e);
        }
    }
}
