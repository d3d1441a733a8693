package dev.cloister.gateway.apps.version;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.BundleArchive;
import dev.cloister.sandbox.app.BundleSignature.Signer;
import dev.cloister.sandbox.app.BundleStore;
import dev.cloister.sandbox.app.Example;
import dev.cloister.sandbox.app.Finding;
import dev.cloister.sandbox.app.ToolChange;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.app.ToolsPin;
import dev.cloister.sandbox.egress.EgressRule;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.spoke.TestRun;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Registering apps. Developers register and remove; a person who is an administrator approves. */
@Path("/api/app-versions")
@RunOnVirtualThread
public class AppVersionsResource {

    private static final String ADMIN_DECIDES = "Only an administrator decides which apps run.";

    private final Registration registration;
    private final AppVersions versions;
    private final BundleStore bundles;
    private final Identity identity;
    private final Home home;

    public AppVersionsResource(
            Registration registration, AppVersions versions, BundleStore bundles, Identity identity, Home home) {
        this.registration = registration;
        this.versions = versions;
        this.bundles = bundles;
        this.identity = identity;
        this.home = home;
    }

    /** All versions, by app, the newest first, and what the caller may do with them. */
    public record Listing(boolean mayRegister, boolean mayApprove, List<View> versions) {}

    /**
     * One version.
     *
     * @param signer who signed its archive, where somebody did
     * @param tools the pin of what it says of its tools: sent back with a yes
     * @param state proposed, approved or stopped
     * @param blocked whether its review forbids a yes
     * @param permissions what its manifest asks for
     * @param asks tools of other apps that it may ask for
     * @param changes what differs from the version that runs; of a stopped one, from what it was approved with
     */
    public record View(
            String app,
            String title,
            String version,
            String digest,
            String description,
            Optional<Signer> signer,
            String tools,
            String state,
            boolean active,
            boolean blocked,
            List<Permission> permissions,
            List<Reach> reaches,
            List<String> asks,
            List<Finding> findings,
            List<TestRun.Step> testRun,
            List<ToolChange> changes,
            String registeredBy,
            Instant registeredAt,
            Optional<String> decidedBy,
            Optional<Instant> decidedAt) {}

    /** A rule about the network in words, and whether the version that runs has none like it. */
    public record Reach(String rule, boolean added) {}

    /** What one tool may do, and the words that users reach it by. */
    public record Permission(String tool, String effect, List<String> reads, List<String> examples) {}

    @GET
    public Listing list() {
        Caller caller = developer();
        return new Listing(
                true,
                caller.is(Role.ADMIN),
                versions.list(caller.tenant()).stream().map(this::view).toList());
    }

    /** Registers a version; the body is its MCPB archive. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response register(InputStream body) throws IOException {
        Caller caller = developer();
        try (Upload upload = Upload.receive(body, home.run(), BundleArchive.LARGEST, "BUNDLE_TOO_LARGE")) {
            return Response.status(201)
                    .entity(view(registration.propose(actor(caller), upload.file())))
                    .build();
        }
    }

    @GET
    @Path("/{app}/{digest}")
    public View get(@PathParam("app") String app, @PathParam("digest") String digest) {
        Caller caller = developer();
        return view(registration.require(caller.tenant(), app, digest));
    }

    /** Lets this version run, instead of the one that runs; {@code tools} is the pin that its view showed. */
    @POST
    @Path("/{app}/{digest}/approve")
    public View approve(
            @PathParam("app") String app,
            @PathParam("digest") String digest,
            @QueryParam("tools") @DefaultValue("") String tools) {
        Caller caller = identity.personWho(Role.ADMIN, ADMIN_DECIDES);
        return view(registration.approve(actor(caller), app, digest, new ToolsPin(tools)));
    }

    /** Has no version of this app run. */
    @POST
    @Path("/{app}/disable")
    public void disable(@PathParam("app") String app) {
        Caller caller = identity.callerWho(Role.ADMIN, ADMIN_DECIDES);
        registration.disable(actor(caller), app);
    }

    @DELETE
    @Path("/{app}/{digest}")
    public void remove(@PathParam("app") String app, @PathParam("digest") String digest) {
        Caller caller = developer();
        registration.remove(actor(caller), app, digest);
    }

    /** The version's files as an MCPB archive. */
    @GET
    @Path("/{app}/{digest}/bundle")
    @Produces("application/zip")
    public Response export(@PathParam("app") String app, @PathParam("digest") String digest) {
        Caller caller = developer();
        AppVersion version = registration.require(caller.tenant(), app, digest);
        bundles.get(digest).requireUnchanged();
        StreamingOutput archive = out -> bundles.export(digest, out);
        return Response.ok(archive)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + app + "-" + version.version() + ".mcpb\"")
                .build();
    }

    private Caller developer() {
        return identity.callerWho(Role.DEVELOPER, "Only developers register apps.");
    }

    private static Registration.Actor actor(Caller caller) {
        return new Registration.Actor(caller.tenant(), caller.name(), caller.is(Role.ADMIN));
    }

    private View view(AppVersion version) {
        Optional<AppManifest> manifest = manifest(version);
        return new View(
                version.app(),
                version.title(),
                version.version(),
                version.digest(),
                manifest.map(AppManifest::description)
                        .orElse("Its files are damaged: remove it and register it again."),
                version.signer(),
                version.pin().digest(),
                version.state().name().toLowerCase(Locale.ROOT),
                version.active(),
                version.blocked(),
                manifest.stream()
                        .flatMap(app -> app.tools().stream())
                        .map(AppVersionsResource::permission)
                        .toList(),
                manifest.map(app -> reaches(version, app)).orElse(List.of()),
                manifest.map(AppManifest::asks).orElse(List.of()),
                version.findings(),
                version.testRun().steps(),
                changes(version),
                version.registeredBy(),
                version.registeredAt(),
                version.decidedBy(),
                version.decidedAt());
    }

    private List<Reach> reaches(AppVersion version, AppManifest manifest) {
        Optional<List<String>> running = versions.active(version.tenant()).stream()
                .filter(active -> active.app().equals(version.app()) && !version.active())
                .findFirst()
                .flatMap(this::manifest)
                .map(AppVersionsResource::lines);
        return lines(manifest).stream()
                .map(line -> new Reach(
                        line, running.map(lines -> !lines.contains(line)).orElse(false)))
                .toList();
    }

    private static List<String> lines(AppManifest manifest) {
        return manifest.egress().rules().stream().map(EgressRule::line).toList();
    }

    private Optional<AppManifest> manifest(AppVersion version) {
        try {
            return Optional.of(bundles.get(version.digest()).manifest());
        } catch (SandboxException e) {
            return Optional.empty();
        }
    }

    private List<ToolChange> changes(AppVersion version) {
        List<ToolDescription> listed = version.testRun().tools();
        return version.changedTools()
                .map(now -> ToolChange.between(listed, now))
                .orElseGet(() -> versions.active(version.tenant()).stream()
                        .filter(active -> active.app().equals(version.app()) && !version.active())
                        .findFirst()
                        .map(active -> ToolChange.between(active.testRun().tools(), listed))
                        .orElse(List.of()));
    }

    private static Permission permission(ToolManifest tool) {
        return new Permission(
                tool.name(),
                tool.effect().name().toLowerCase(Locale.ROOT),
                tool.reads(),
                tool.examples().stream().map(Example::text).toList());
    }
}
