package dev.cloister.retrieval.collection;

/**
 * A document as it is kept: its text lives in the index and nowhere else.
 *
 * @param id unique in the tenant
 * @param tenant whose index it belongs to
 * @param collection what access is granted on
 * @param owner the user who brought it
 * @param name the file's name, for people
 * @param content its text and pages
 */
public record Document(String id, String tenant, String collection, String owner, String name, DocumentText content) {}
