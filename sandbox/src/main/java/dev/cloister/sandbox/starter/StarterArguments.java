package dev.cloister.sandbox.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The starter's command line: {@code [--out FOLDER] JAVA-OPTIONS... -jar GATEWAY.jar WORDS...}.
 *
 * @param out where the command writes for the operator
 * @param options of the gateway's Java
 * @param jar the gateway's
 * @param words the gateway's command
 */
record StarterArguments(Optional<Path> out, List<String> options, Path jar, List<String> words) {

    private static final String HOME = "--home";
    private static final String DOWNLOADS = "--downloads";
    private static final Set<String> FOLDERS = Set.of(HOME, DOWNLOADS);

    /**
     * Reads it; the home and the downloads become real paths, since links are not followed later.
     *
     * @throws IOException where they cannot be read
     */
    static StarterArguments parse(List<String> arguments) throws IOException {
        int jar = arguments.indexOf("-jar");
        if (jar < 0 || jar + 1 == arguments.size()) {
            throw new IllegalArgumentException("the starter's command line is [--out FOLDER] OPTIONS -jar JAR WORDS");
        }
        boolean writes = arguments.getFirst().equals("--out");
        return new StarterArguments(
                writes ? Optional.of(Path.of(arguments.get(1)).toAbsolutePath().normalize()) : Optional.empty(),
                List.copyOf(arguments.subList(writes ? 2 : 0, jar)),
                Path.of(arguments.get(jar + 1)).toAbsolutePath().normalize(),
                real(arguments.subList(jar + 2, arguments.size())));
    }

    private static List<String> real(List<String> words) throws IOException {
        List<String> real = new ArrayList<>(words);
        for (int i = 1; i < real.size(); i++) {
            Path path = Path.of(real.get(i));
            if (FOLDERS.contains(real.get(i - 1)) && Files.exists(path)) {
                real.set(i, path.toRealPath().toString());
            }
        }
        return List.copyOf(real);
    }

    /** Whether the gateway itself is started, not a command beside it. */
    boolean serves() {
        return !words.isEmpty() && words.getFirst().equals("serve");
    }

    Path home() {
        return option(HOME).orElseGet(() -> Path.of(System.getProperty("user.home"), ".cloister"));
    }

    Path downloads() {
        return option(DOWNLOADS).orElseGet(this::home);
    }

    private Optional<Path> option(String name) {
        int at = words.indexOf(name);
        return at >= 0 && at + 1 < words.size()
                ? Optional.of(Path.of(words.get(at + 1)).toAbsolutePath().normalize())
                : Optional.empty();
    }
}
