package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.http.Addresses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds models from GGUF files on the web. */
public final class WebSource {

    private static final Pattern HUB =
            Pattern.compile("hf:([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+)/([A-Za-z0-9._/-]+\\.gguf)(?:@([A-Za-z0-9._/-]+))?");
    private static final String NEWEST = "main";

    private final ModelLibrary library;
    private final Admission admission;
    private final Progress progress;
    private final Pace pace;

    /**
     * How long a download waits.
     *
     * @param stall for more bytes, before the connection is given up
     * @param pause before the next attempt
     */
    public record Pace(Duration stall, Duration pause) {

        /** For servers on the internet. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(60), Duration.ofSeconds(2));
    }

    public WebSource(ModelLibrary library, Clock clock, Progress progress, Pace pace) {
        this.library = library;
        this.progress = progress;
        this.pace = pace;
        admission = new Admission(library, clock);
    }

    /**
     * The address that {@code hf:OWNER/REPO/FILE[@REVISION]} stands for at a hub that is laid out as Hugging Face is.
     *
     * @param hub the hub's own address
     * @throws CatalogException HUB_UNSET or ADDRESS_REFUSED
     */
    public static String atHub(String short_, Optional<String> hub) {
        Matcher parts = HUB.matcher(short_);
        if (!parts.matches() || short_.contains("..")) {
            throw new CatalogException(
                    Code.ADDRESS_REFUSED,
                    "%s is no hub address; they look like hf:OWNER/REPO/FILE.gguf or hf:OWNER/REPO/FILE.gguf@REVISION."
                            .formatted(short_));
        }
        String base = hub.orElseThrow(
                () -> new CatalogException(
                        Code.HUB_UNSET,
                        "Which hub the address is meant for is not set. Nothing was fetched. Name its address with --hub or in CLOISTER_MODEL_HUB."));
        String revision = parts.group(4) == null ? NEWEST : parts.group(4);
        return "%s/%s/%s/resolve/%s/%s"
                .formatted(base.replaceFirst("/+$", ""), parts.group(1), parts.group(2), revision, parts.group(3));
    }

    /**
     * Fetches and adds a file.
     *
     * @param name the model's name; empty for one after the file
     * @param sha256 what the file's SHA-256 must be; empty where the server's own word must do
     * @param mostBytes the largest file that is taken
     * @throws CatalogException with what was kept and what to do
     */
    public ModelFile add(String text, Optional<String> name, Optional<String> sha256, long mostBytes) {
        URI address = address(text);
        String chosen = name.map(ModelName::require)
                .orElseGet(() -> ModelName.ofFile(Path.of(address.getPath()).getFileName() + ""));
        Path part = library.partial(chosen);
        try (NameLock lock = library.lock(chosen);
                FileRequests requests = new FileRequests(pace.stall())) {
            Files.createDirectories(library.folder());
            Optional<String> announced = new Download(
                            address,
                            part,
                            new Download.Limits(mostBytes, pace.stall(), pace.pause()),
                            progress,
                            requests)
                    .run();
            if (sha256.isEmpty() && announced.isEmpty()) {
                progress.note("the server named no SHA-256 and --sha256 was not given: the file is taken as it came");
            }
            ModelFile model = admission.move(part, chosen, sha256.or(() -> announced), FileRequests.shown(address));
            PartState.delete(part);
            return model;
        } catch (IOException e) {
            throw Admission.failed(part, e);
        }
    }

    private static URI address(String text) {
        try {
            URI address = Addresses.parse(text);
            if (!address.getPath().endsWith(".gguf")) {
                throw new IllegalArgumentException("its path does not end in .gguf");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new CatalogException(
                    Code.ADDRESS_REFUSED,
                    "The address %s is not called: %s. Nothing was fetched."
                            .formatted(Addresses.shown(text), e.getMessage()),
                    e);
        }
    }
}
