package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Checks of files: text, Markdown, PDF, DOCX and HTML. */
@Path("/api/watermark/files")
@RunOnVirtualThread
public class FileChecksResource {

    private static final int LONGEST_NAME = 255;

    private final FileChecks checks;
    private final Identity identity;

    public FileChecksResource(FileChecks checks, Identity identity) {
        this.checks = checks;
        this.identity = identity;
    }

    /** The caller's files, the first sent first. */
    public record Listing(List<CheckedFile> files) {}

    @GET
    public Listing list() {
        return new Listing(checks.list(identity.caller()));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response add(@QueryParam("name") String name, InputStream body) throws IOException {
        if (name == null
                || name.isBlank()
                || name.length() > LONGEST_NAME
                || name.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            throw Refusal.invalid(
                    "The file needs a name of 1 to " + LONGEST_NAME + " printable characters.", "Send it as ?name=...");
        }
        return Response.status(202)
                .entity(checks.add(identity.caller(), name.strip(), body))
                .build();
    }

    @DELETE
    public void clear() {
        checks.clear(identity.caller());
    }
}
