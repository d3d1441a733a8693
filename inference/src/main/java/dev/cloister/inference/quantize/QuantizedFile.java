package dev.cloister.inference.quantize;

import java.nio.file.Path;

/**
 * A converted model file.
 *
 * @param file where it lies
 * @param sha256 its SHA-256, lower-case hex
 * @param bytes its size
 */
public record QuantizedFile(Path file, String sha256, long bytes) {}
