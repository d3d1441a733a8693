package dev.cloister.sandbox.scripted;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An app whose tools do what they are told beforehand, run as any other app is: an attacker, a victim or a bystander.
 *
 * @param name its registered name
 * @param title its name for people
 * @param tools its tools; a tool {@code journal} comes to them, which tells what calls reached the app
 * @param asks what it is registered to ask other apps for
 */
public record ScriptedApp(String name, String title, List<ScriptedTool> tools, List<String> asks) {

    /** The tool that tells which calls reached the app: a JSON list of {@code {"tool", "arguments"}}. */
    public static final String JOURNAL = "journal";

    public ScriptedApp {
        tools = List.copyOf(tools);
        asks = List.copyOf(asks);
    }

    /** An app that asks no other for anything. */
    public static ScriptedApp of(String name, String title, List<ScriptedTool> tools) {
        return new ScriptedApp(name, title, tools, List.of());
    }

    /** The same app, registered to ask others for these. */
    public ScriptedApp registeredToAsk(List<String> functionalities) {
        return new ScriptedApp(name, title, tools, functionalities);
    }

    /** Writes the app's bundle. */
    public AppBundle write(Path folder) {
        List<ScriptedTool> all = new ArrayList<>(tools);
        all.add(ScriptedTool.named(JOURNAL));
        Json.Obj permissions = Json.object();
        for (ScriptedTool tool : all) {
            permissions = permissions.with(tool.name(), tool.permissions());
        }
        Json.Obj manifest = Json.object()
                .with("manifest_version", "0.4")
                .with("name", name)
                .with("display_name", title)
                .with("version", "1.0.0")
                .with("description", title)
                .with("server", Json.object().with("type", "node").with("entry_point", "server.mjs"))
                .with(
                        "tools",
                        new Json.Arr(
                                all.stream().<Json>map(ScriptedTool::listed).toList()))
                .with(
                        "_meta",
                        Json.object()
                                .with(
                                        "dev.cloister",
                                        Json.object()
                                                .with("tools", permissions)
                                                .with(
                                                        "asks",
                                                        new Json.Arr(asks.stream()
                                                                .<Json>map(Json.Str::new)
                                                                .toList()))));
        String script =
                new Json.Arr(all.stream().<Json>map(ScriptedTool::script).toList()).text();
        try (InputStream server = Objects.requireNonNull(ScriptedApp.class.getResourceAsStream("server.mjs"))) {
            Files.createDirectories(folder);
            Files.copy(server, folder.resolve("server.mjs"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("manifest.json"), manifest.text());
            Files.writeString(folder.resolve("tools.json"), script);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("The app " + name + " cannot be written to " + folder, e);
        }
        return AppBundle.read(folder);
    }
}
