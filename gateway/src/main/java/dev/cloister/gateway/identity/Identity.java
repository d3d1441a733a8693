package dev.cloister.gateway.identity;

import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;
import java.util.Optional;

/** The caller of the current request. */
@RequestScoped
public class Identity {

    private @Nullable Caller caller;
    private @Nullable String sessionToken;

    void set(Caller newCaller, @Nullable String newSessionToken) {
        this.caller = newCaller;
        this.sessionToken = newSessionToken;
    }

    public Caller caller() {
        if (caller == null) {
            throw unknown();
        }
        return caller;
    }

    /** The caller, where a person sits at the page; what a program must not decide for its owner asks for this. */
    public Caller person() {
        if (sessionToken == null) {
            throw new Refusal(
                    403, "PERSON_NEEDED", "Only a person can decide this.", "Sign in on the page and answer there.");
        }
        return caller();
    }

    /**
     * The caller, where they have that role.
     *
     * @param otherwise what someone without it is told
     */
    public Caller callerWho(Role role, String otherwise) {
        return require(caller(), role, otherwise);
    }

    /** The same for a person at the page. */
    public Caller personWho(Role role, String otherwise) {
        return require(person(), role, otherwise);
    }

    private static Caller require(Caller caller, Role role, String otherwise) {
        if (!caller.is(role)) {
            throw new Refusal(403, "FORBIDDEN", otherwise, "Nothing was changed. Ask an administrator.");
        }
        return caller;
    }

    /** Whether a person sits at the page. */
    public boolean isPerson() {
        return sessionToken != null;
    }

    /** The page's session, if the request came with its cookie. */
    Optional<String> sessionToken() {
        return Optional.ofNullable(sessionToken);
    }

    static Refusal unknown() {
        return new Refusal(
                401,
                "SIGN_IN_REQUIRED",
                "Nobody is signed in.",
                "Sign in on the page, or send a valid API token as a bearer token.");
    }
}
