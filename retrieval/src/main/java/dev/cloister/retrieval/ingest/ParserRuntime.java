package dev.cloister.retrieval.ingest;

import dev.cloister.inference.ProcessSpec;
import org.apache.commons.logging.LogFactory;
import org.apache.fontbox.FontBoxFont;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jsoup.Jsoup;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the parser's process is made of.
 *
 * @param javaHome a Java 25 runtime
 * @param classPath this module, PDFBox and what PDFBox needs, jsoup
 * @param timeout wall-clock time for one document
 */
public record ParserRuntime(Path javaHome, List<Path> classPath, Duration timeout) {

    private static final long MEGABYTE = 1024 * 1024;

    public ParserRuntime {
        classPath = List.copyOf(classPath);
    }

    /** The running JVM's own runtime and the jars that it loaded the parser's classes from. */
    public static ParserRuntime ofThisProcess() {
        List<Path> jars = Stream.of(
                        ParserMain.class,
                        PDDocument.class,
                        FontBoxFont.class,
                        RandomAccessRead.class,
                        LogFactory.class,
                        Jsoup.class)
                .map(ParserRuntime::origin)
                .distinct()
                .toList();
        return new ParserRuntime(Path.of(System.getProperty("java.home", "")), jars, Duration.ofSeconds(60));
    }

    ProcessSpec process() {
        String jars = classPath.stream().map(Path::toString).collect(Collectors.joining(":"));
        List<Path> readable = new ArrayList<>(classPath);
        readable.add(javaHome);
        return new ProcessSpec(
                "document-parser",
                List.of(
                        javaHome.resolve("bin").resolve("java").toString(),
                        "-Xmx512m",
                        "-Xss1m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=32m",
                        "-XX:CompressedClassSpaceSize=64m",
                        "-XX:-UsePerfData",
                        "-Djava.awt.headless=true",
                        // PDFBox keeps a list of the machine's fonts in the home folder; there is none to write to.
                        "-Duser.home=/nonexistent",
                        "-Dpdfbox.fontcache=/nonexistent",
                        "-cp",
                        jars,
                        ParserMain.class.getName()),
                Map.of("LANG", "C.UTF-8"),
                readable,
                List.of(),
                new ProcessSpec.Limits(1536 * MEGABYTE, 64, timeout, 256, 0),
                false);
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                    .orElseThrow(() -> new IllegalStateException(type + " comes from no jar or folder."))
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of " + type + " is no path.", e);
        }
    }
}
