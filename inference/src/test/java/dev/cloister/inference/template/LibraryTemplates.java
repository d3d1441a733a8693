package dev.cloister.inference.template;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.llama.SpecialTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The templates of well-known models that come with the library's source. */
final class LibraryTemplates {

    /** What looks like a control token in a template. */
    private static final Pattern SPECIAL =
            Pattern.compile("<[|｜][^|｜<>{}'\"\\s]+[|｜]>|\\[/?[A-Z_]{3,}]|</?s>|</?[a-z_]+_of_turn>|<\\|[a-z_]+\\|?>");

    /** Ids from here are special; those below are code points. */
    static final int FIRST_SPECIAL = 0x200000;

    /** Tokens that end an answer in the vocabularies of some of the models. */
    static final Set<String> TURN_ENDS = Set.of(
            "<|eom_id|>",
            "<|call|>",
            "<SPECIAL_12>",
            "<｜end▁of▁sentence｜>",
            "<|END_OF_TURN_TOKEN|>",
            "<｜hy_eos:opensource｜>");

    private LibraryTemplates() {}

    /** Sources by name. */
    static Map<String, String> all() {
        Path folder = Downloads.librarySource().resolve("models/templates");
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> all = new TreeMap<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jinja")).toList()) {
                all.put(file.getFileName().toString().replace(".jinja", ""), Files.readString(file));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A vocabulary whose control tokens are what looks like one in a template. */
    static SpecialTokens special(String source) {
        Set<String> names = Stream.concat(
                        Stream.of("<s>", "</s>", "<|im_start|>", "<|im_end|>"),
                        SPECIAL.matcher(source).results().map(MatchResult::group))
                .collect(Collectors.toSet());
        Map<String, Integer> control = new HashMap<>();
        for (String name : names) {
            control.put(name, FIRST_SPECIAL + control.size());
        }
        return new SpecialTokens(
                control,
                Map.of("<tool_call>", FIRST_SPECIAL + 1000, "</think>", FIRST_SPECIAL + 1001),
                new BitSet(),
                new BitSet(),
                "<s>",
                "</s>");
    }
}
