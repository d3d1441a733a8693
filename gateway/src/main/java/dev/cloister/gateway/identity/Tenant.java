package dev.cloister.gateway.identity;

/** Whom accounts, documents and keys belong to. An instance has one. */
public final class Tenant {

    /** The instance's own. */
    public static final String OWN = "default";

    private Tenant() {}
}
