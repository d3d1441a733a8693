package dev.cloister.sandbox.egress.http;

/**
 * A header field.
 *
 * @param name as it was written; fields are compared without regard to case
 * @param value without white space around it
 */
public record Header(String name, String value) {

    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
