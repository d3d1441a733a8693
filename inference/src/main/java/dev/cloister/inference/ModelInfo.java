package dev.cloister.inference;

import java.util.Optional;

/**
 * What a served model is.
 *
 * @param name the catalogue's name, also its id on {@code /v1/models}
 * @param fileSha256 SHA-256 of the GGUF file, lower-case hex; empty where another server holds it
 * @param tokenizerSha256 SHA-256 over the vocabulary in id order (each piece as u32 big-endian length and bytes),
 *     lower-case hex: what a mark key is bound to; empty where the vocabulary is not known
 * @param vocabularySize number of token ids; 0 where it is not known
 * @param contextTokens tokens that one session may hold, prompt and answer together
 * @param libraryVersion version and commit of the native library, or the address of the server
 * @param computation how its answers are computed; nothing where another server does it
 */
public record ModelInfo(
        String name,
        String fileSha256,
        String tokenizerSha256,
        int vocabularySize,
        int contextTokens,
        String libraryVersion,
        Optional<Computation> computation) {}
