package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** PyPI's client, as Python carries it. Which registry it asks is pip's own configuration. */
public final class Pip implements PackageClient {

    @Override
    public void fetch(String pack, String version, Path folder) {
        List<String> command = List.of(
                "python3",
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary=:all:",
                "--dest",
                folder.toString(),
                pack + "==" + version);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw failed(pack, version, lastLine(said));
            }
        } catch (IOException e) {
            throw new CatalogException(
                    Code.PACKAGE_FETCH_FAILED,
                    "pip cannot be run (%s). Nothing was installed. ./cloister doctor says what is missing."
                            .formatted(e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(pack, version, "it was interrupted");
        }
    }

    private static CatalogException failed(String pack, String version, String why) {
        return new CatalogException(
                Code.PACKAGE_FETCH_FAILED,
                "pip could not fetch %s %s (%s). The packages that had come are kept; run the same command again when the registry can be reached."
                        .formatted(pack, version, why));
    }

    private static String lastLine(String said) {
        return said.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, last) -> last)
                .orElse("it said nothing");
    }
}
