package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.EgressPolicy;
import java.util.List;
import java.util.Optional;

/**
 * An app as its {@code manifest.json} describes it.
 *
 * @param name its name, lower-case letters, digits and hyphens
 * @param displayName its name for people
 * @param version its version
 * @param description what it is for
 * @param entryPoint the server's file, relative to the bundle
 * @param tools its tools
 * @param asks tools of other apps that it may ask the hub for, as {@code app.tool}
 * @param egress what it asks for of the network
 */
public record AppManifest(
        String name,
        String displayName,
        String version,
        String description,
        String entryPoint,
        List<ToolManifest> tools,
        List<String> asks,
        EgressPolicy egress) {

    public AppManifest {
        tools = List.copyOf(tools);
        asks = List.copyOf(asks);
    }

    /** The tool of that name, where the app declares it. */
    public Optional<ToolManifest> tool(String toolName) {
        return tools.stream().filter(tool -> tool.name().equals(toolName)).findFirst();
    }

    /**
     * The tool of that name.
     *
     * @throws SandboxException with TOOL_UNKNOWN where the app does not declare it
     */
    public ToolManifest requireTool(String toolName) {
        return tool(toolName)
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Code.TOOL_UNKNOWN,
                        "The app \"" + name + "\" has no tool \"" + toolName + "\". Nothing was run. Choose one of "
                                + tools.stream().map(ToolManifest::name).toList() + "."));
    }
}
