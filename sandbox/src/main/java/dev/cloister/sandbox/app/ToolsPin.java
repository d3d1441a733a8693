package dev.cloister.sandbox.app;

import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * SHA-256 of what an app's server says its tools are, in a canonical form: tools by name, members of objects by name, no
 * white space (after RFC 8785, section 3.2; numbers stay as they were written). An app that says something else later is
 * another app.
 *
 * @param digest lower-case hex
 */
public record ToolsPin(String digest) {

    public static ToolsPin of(List<ToolDescription> tools) {
        List<Json> canonical = tools.stream()
                .sorted(Comparator.comparing(ToolDescription::name))
                .<Json>map(tool -> Json.object()
                        .with("description", tool.description())
                        .with("inputSchema", Json.parse(tool.inputSchema()).sorted())
                        .with("name", tool.name()))
                .toList();
        return new ToolsPin(Sha256.hex(new Json.Arr(canonical).text().getBytes(StandardCharsets.UTF_8)));
    }
}
