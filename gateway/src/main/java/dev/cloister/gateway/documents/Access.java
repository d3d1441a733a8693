package dev.cloister.gateway.documents;

/**
 * What an account may read, as conditions of SQL: of a collection {@code c} and a document {@code d} in it, for the account
 * that is bound as {@code :account}. The search index answers the same question for passages.
 */
final class Access {

    /** Its own collections and those that are shared with it. */
    static final String TO_COLLECTION = "(c.owner = :account or exists (select from collection_reader r"
            + " where r.collection = c.id and r.account = :account))";

    /** Of a collection that it may read: everything in its own, else what is not restricted to others. */
    static final String TO_DOCUMENT = "(c.owner = :account or not d.restricted or exists (select from document_reader x"
            + " where x.document = d.id and x.account = :account))";

    private Access() {}
}
