package dev.cloister.inference.variant;

import java.nio.file.Path;

/**
 * A file that changes the served model.
 *
 * @param kind what it is
 * @param name what requests call it
 * @param file a GGUF file
 * @param sha256 the file's agreed SHA-256, lower-case hex; it is checked before the file is loaded
 */
public record AdapterFile(Kind kind, String name, Path file, String sha256) {

    /** What a file holds. */
    public enum Kind {
        /** A LoRA adapter (Hu et al. 2021). */
        LORA,
        /** A control vector: what is added to layers' outputs (Zou et al. 2023, section 4). */
        CONTROL_VECTOR
    }

    public AdapterFile {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("an adapter's name has 1 to 64 letters, digits, dots, and dashes");
        }
    }
}
