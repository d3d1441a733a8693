package dev.cloister.sandbox.benchmark;

import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import dev.cloister.sandbox.os.SandboxTier;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The same processes without any sandbox. For measuring alone: what runs here can do whatever Cloister can. */
final class BareTier implements SandboxTier {

    @Override
    public Process launch(SandboxSpec spec) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(spec.command().stream()
                .map(word -> outside(word, spec.mounts()))
                .toList());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(spec.environment());
        return builder.start();
    }

    /** A path inside the sandbox as it lies outside. */
    private static String outside(String word, List<Mount> mounts) {
        for (Mount mount : mounts) {
            String inside = mount.inside().toString();
            if (word.equals(inside) || word.startsWith(inside + "/")) {
                return mount.host() + word.substring(inside.length());
            }
        }
        return word;
    }
}
