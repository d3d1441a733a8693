package dev.cloister.gateway.apps;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Installed apps, and what the signed-in account gave them. */
@Path("/api/apps")
@RunOnVirtualThread
public class AppsResource {

    private static final int LARGEST_NOTES = 256 * 1024;

    private final InstalledApps apps;
    private final AppCells cells;
    private final AppData data;
    private final Identity identity;
    private final Ledger ledger;

    public AppsResource(InstalledApps apps, AppCells cells, AppData data, Identity identity, Ledger ledger) {
        this.apps = apps;
        this.cells = cells;
        this.data = data;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** All apps, and whether they may run. */
    public record Listing(boolean available, Optional<String> reason, List<App> apps) {}

    /** One app. */
    public record App(
            String name,
            String title,
            String version,
            String description,
            String digest,
            List<Tool> tools,
            Map<String, Given> data) {}

    /** One of its tools; {@code effect} is none, read, write or irreversible. */
    public record Tool(String name, String title, String description, List<String> reads, String effect) {}

    /** A file that the account gave to the app. */
    public record Given(boolean present, long bytes, Optional<Instant> updatedAt) {}

    @GET
    public Listing list() {
        Caller caller = identity.caller();
        return new Listing(
                cells.available(),
                cells.reason(),
                apps.bundles(caller.tenant()).stream()
                        .map(bundle -> app(caller, bundle))
                        .toList());
    }

    @GET
    @Path("/{name}/notes")
    public Response notes(@PathParam("name") String name) {
        Caller caller = identity.caller();
        return data.get(caller, known(caller, name), AppData.NOTES)
                .map(given -> Response.ok(given.content(), MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8")))
                .orElseGet(Response::noContent)
                .build();
    }

    @PUT
    @Path("/{name}/notes")
    @Consumes(MediaType.TEXT_PLAIN)
    public void putNotes(@PathParam("name") String name, String content) {
        Caller caller = identity.caller();
        if (content.indexOf('\0') >= 0) {
            throw Refusal.invalid("The notes hold the character U+0000.", "What was stored before is kept. Send text.");
        }
        int bytes = content.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST_NOTES) {
            throw new Refusal(
                    413, "TOO_LARGE", "Notes may be up to 256 kB.", "What was stored before is kept. Shorten them.");
        }
        data.put(caller, known(caller, name), AppData.NOTES, content);
        ledger.append(caller.tenant(), caller.name(), "app.data_given", Map.of("app", name, "bytes", bytes));
    }

    @DELETE
    @Path("/{name}/notes")
    public void deleteNotes(@PathParam("name") String name) {
        Caller caller = identity.caller();
        data.delete(caller, known(caller, name), AppData.NOTES);
        if (cells.available()) {
            apps.named(caller.tenant(), name).ifPresent(bundle -> cells.spokes()
                    .end(caller.tenant(), caller.account().toString(), bundle));
        }
        ledger.append(caller.tenant(), caller.name(), "app.data_taken_back", Map.of("app", name));
    }

    private String known(Caller caller, String name) {
        return apps.named(caller.tenant(), name)
                .orElseThrow(() -> Refusal.notFound("The app"))
                .manifest()
                .name();
    }

    private App app(Caller caller, AppBundle bundle) {
        var manifest = bundle.manifest();
        Optional<AppData.Given> notes = data.get(caller, manifest.name(), AppData.NOTES);
        return new App(
                manifest.name(),
                manifest.displayName(),
                manifest.version(),
                manifest.description(),
                bundle.digest(),
                manifest.tools().stream().map(AppsResource::tool).toList(),
                Map.of(
                        "notes",
                        new Given(
                                notes.isPresent(),
                                notes.map(given -> (long) given.content().getBytes(StandardCharsets.UTF_8).length)
                                        .orElse(0L),
                                notes.map(AppData.Given::updatedAt))));
    }

    private static Tool tool(ToolManifest tool) {
        return new Tool(
                tool.name(),
                ToolTitle.of(tool.name()),
                tool.description(),
                tool.reads(),
                tool.effect().name().toLowerCase(Locale.ROOT));
    }
}
