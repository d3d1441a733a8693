package dev.cloister.gateway.identity;

import java.util.Locale;

/** What an account may do. */
public enum Role {
    USER,
    DEVELOPER,
    COMPLIANCE,
    ADMIN;

    /** The name in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
