package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.os.Layer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the starter answers. After {@link Started} comes {@link Ended}, after any other nothing. */
sealed interface Reply {

    /** What {@link dev.cloister.sandbox.os.SandboxTier} says of itself. */
    record Described(boolean boundsEachProcess, Map<Layer, String> absent) implements Reply {}

    /**
     * It runs.
     *
     * @param pid on the host
     * @param pipes the folder with its named pipes {@code 0}, {@code 1} and {@code 2}
     */
    record Started(long pid, Path pipes) implements Reply {}

    /** It has ended, with all that it had started. */
    record Ended(int status) implements Reply {}

    /** It may not be, or cannot be here. */
    record Refused(SandboxException.Code code, String message) implements Reply {}

    /** It could not be started. */
    record Failed(String message) implements Reply {}

    /** As a message. */
    default Json.Obj json() {
        return switch (this) {
            case Described described -> {
                Map<String, Json> absent = new LinkedHashMap<>();
                described.absent().forEach((layer, why) -> absent.put(layer.name(), new Json.Str(why)));
                yield kind("described")
                        .with("boundsEachProcess", new Json.Bool(described.boundsEachProcess()))
                        .with("absent", new Json.Obj(absent));
            }
            case Started started ->
                kind("started")
                        .with("pid", new Json.Num(Long.toString(started.pid())))
                        .with("pipes", started.pipes().toString());
            case Ended ended -> kind("ended").with("status", new Json.Num(Integer.toString(ended.status())));
            case Refused refused ->
                kind("refused").with("code", refused.code().name()).with("message", refused.message());
            case Failed failed -> kind("failed").with("message", failed.message());
        };
    }

    /** Of a message by the starter, which the gateway trusts. */
    static Reply of(Json.Obj message) {
        return switch (message.text("reply")) {
            case "described" -> {
                Map<Layer, String> absent = new EnumMap<>(Layer.class);
                Json.Obj reasons = message.object("absent");
                reasons.members().keySet().forEach(name -> absent.put(Layer.valueOf(name), reasons.text(name)));
                yield new Described(message.truth("boundsEachProcess"), absent);
            }
            case "started" -> new Started(number(message, "pid"), Path.of(message.text("pipes")));
            case "ended" -> new Ended((int) number(message, "status"));
            case "refused" -> new Refused(SandboxException.Code.valueOf(message.text("code")), message.text("message"));
            default -> new Failed(message.text("message"));
        };
    }

    private static Json.Obj kind(String name) {
        return Json.object().with("reply", name);
    }

    private static long number(Json.Obj message, String name) {
        return message.get(name).orElse(new Json.Nul()) instanceof Json.Num number
                ? Long.parseLong(number.literal())
                : -1;
    }
}
