package dev.cloister.sandbox.starter;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what {@link RequestReader} reads. */
final class RequestWriter {

    private RequestWriter() {}

    static Json.Obj write(Request request) {
        Json.Obj message = Json.object().with("tier", request.kind().name());
        return switch (request) {
            case Request.Describe describe -> message.with("ask", "describe");
            case Request.Start start -> message.with("ask", "start").with("spec", spec(start.spec()));
        };
    }

    private static Json spec(SandboxSpec spec) {
        Map<String, Json> environment = new LinkedHashMap<>();
        spec.environment().forEach((name, value) -> environment.put(name, new Json.Str(value)));
        return Json.object()
                .with("name", spec.name())
                .with("command", texts(spec.command()))
                .with("environment", new Json.Obj(environment))
                .with(
                        "mounts",
                        new Json.Arr(
                                spec.mounts().stream().map(RequestWriter::mount).toList()))
                .with("limits", limits(spec.limits()))
                .with("temporaryBytes", number(spec.temporaryBytes()))
                .with("unixSockets", new Json.Bool(spec.unixSockets()))
                .with("reservedBytes", number(spec.reservedBytes()));
    }

    private static Json mount(Mount mount) {
        return Json.object()
                .with("host", mount.host().toString())
                .with("inside", mount.inside().toString())
                .with("writable", new Json.Bool(mount.writable()));
    }

    private static Json limits(ProcessSpec.Limits limits) {
        return Json.object()
                .with("memoryBytes", number(limits.memoryBytes()))
                .with("processes", number(limits.processes()))
                .with("cpuSeconds", number(Math.max(1, limits.cpu().toSeconds())))
                .with("openFiles", number(limits.openFiles()))
                .with("fileBytes", number(limits.fileBytes()));
    }

    private static Json texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
    }

    private static Json number(long value) {
        return new Json.Num(Long.toString(value));
    }
}
