package dev.cloister.sandbox.egress.http;

import java.util.regex.Pattern;

/** Hosts by name: ASCII in lower case, international names in Punycode, no addresses and no final dot. */
public final class HostName {

    private static final int LONGEST = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    /** What some resolvers take for an address, such as 127.1 or 0x7f.1. */
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private HostName() {}

    public static boolean valid(String text) {
        return text.length() <= LONGEST
                && NAME.matcher(text).matches()
                && !NUMBER.matcher(text).matches();
    }
}
