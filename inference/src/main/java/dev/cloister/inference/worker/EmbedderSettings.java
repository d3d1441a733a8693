package dev.cloister.inference.worker;

import dev.cloister.inference.ProcessSpec.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a worker that only makes vectors is made of. It gets to read the JDK and the class path.
 *
 * @param javaHome the JDK, 25 or newer
 * @param classPath this module with its dependencies
 * @param socketDirectory folder for the socket, short enough for a Unix socket's address (about 60 characters)
 * @param limits what the process may use
 * @param startTimeout how long a start may take
 * @param answerTimeout how long one call may take before the process is ended
 */
public record EmbedderSettings(
        Path javaHome,
        List<Path> classPath,
        Path socketDirectory,
        Limits limits,
        Duration startTimeout,
        Duration answerTimeout) {

    public EmbedderSettings {
        classPath = List.copyOf(classPath);
    }
}
