package dev.cloister.gateway.home;

/** Why an instance cannot start, with a stable code and what to do about it. */
public final class SetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Stable codes, printed before the message. */
    public enum Code {
        /** Another process listens on the port. */
        PORT_IN_USE,
        /** Another instance runs on this home. */
        HOME_IN_USE,
        /** The embedded database did not start. */
        DATABASE_FAILED,
        /** There is no instance on that home yet. */
        HOME_EMPTY,
        /** The command line makes no sense. */
        USAGE,
        /** There is an account of that name already. */
        ACCOUNT_EXISTS,
        /** No account has that name. */
        ACCOUNT_UNKNOWN,
        /** A key file is damaged. */
        KEY_INVALID
    }

    public SetupException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public SetupException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
