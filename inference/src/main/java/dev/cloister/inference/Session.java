package dev.cloister.inference;

/**
 * For whom a request runs. Nothing of one session's context reaches another; whatever is cached is cached under all
 * three names.
 */
public record Session(String tenant, String user, String app) {}
