package dev.cloister.gateway.apps.command;

import dev.cloister.gateway.home.SetupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Writes the beginnings of an app: a manifest with its permission block and a server with one tool. */
final class AppTemplate {

    private static final List<String> FILES = List.of("manifest.json", "server.mjs");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private AppTemplate() {}

    static Path write(String name, Path folder) {
        if (!NAME.matcher(name).matches()) {
            throw new SetupException(
                    SetupException.Code.USAGE, "An app's name holds lower-case letters, digits and hyphens");
        }
        if (Files.exists(folder)) {
            throw new SetupException(
                    SetupException.Code.USAGE, folder + " exists already and was left as it is; choose another folder");
        }
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).replace('-', ' ');
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                Files.writeString(
                        folder.resolve(file), read(file).replace("@NAME@", name).replace("@TITLE@", title));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("The app cannot be written to " + folder, e);
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(AppTemplate.class.getResourceAsStream("template/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
