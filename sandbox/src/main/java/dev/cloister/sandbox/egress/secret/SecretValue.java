package dev.cloister.sandbox.egress.secret;

import dev.cloister.sandbox.SandboxException;
import java.util.regex.Pattern;

/**
 * A secret's value. Long enough that a response does not hold it by chance, and of characters that stand in a header field
 * as they are.
 *
 * @param text 8 to 1,024 visible ASCII characters
 */
public record SecretValue(String text) {

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{8,1024}");

    /** @throws SandboxException EGRESS_INVALID */
    public SecretValue {
        if (!VISIBLE.matcher(text).matches()) {
            throw new SandboxException(
                    SandboxException.Code.EGRESS_INVALID,
                    "A secret's value must have 8 to 1,024 visible ASCII characters without spaces. Nothing was stored.");
        }
    }

    /** Says nothing, so that no log can. */
    @Override
    public String toString() {
        return "a secret";
    }
}
