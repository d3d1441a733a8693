package dev.cloister.sandbox.egress.audit;

/** What the proxy decided on an attempt to leave a cell; a stable word in the audit log and in the answer to the app. */
public enum EgressVerdict {
    /** The request was forwarded and its response returned. */
    ALLOWED,
    /** Bytes that nobody could read were carried to and fro. */
    TUNNELLED,
    /** No request to the app is under way, or its user has not allowed it yet. */
    CLOSED,
    /** No rule names the host and port. */
    HOST_REFUSED,
    /** The host's rules do not name the method and path. */
    REQUEST_REFUSED,
    /** The host's name has no address. */
    NAME_UNKNOWN,
    /** An address of the host lies in a network that is not the internet. */
    ADDRESS_REFUSED,
    /** A secret's placeholder stands where that secret does not belong. */
    SECRET_MISPLACED,
    /** Nobody has stored the secret's value. */
    SECRET_MISSING,
    /** The response held a secret's value. */
    SECRET_RETURNED,
    /** The response was packed, so that it could not be searched for secrets. */
    RESPONSE_PACKED,
    /** A message could be read in two ways, or not at all. */
    MALFORMED,
    /** What TLS was asked for is not the host of the connection. */
    NAME_MISMATCH,
    /** More connections, requests or bytes than an app may have. */
    TOO_MUCH,
    /** The host could not be reached, or its certificate does not hold. */
    HOST_FAILED,
    /** It took too long. */
    TIMED_OUT,
    /** One side ended the connection before all was said. */
    BROKEN_OFF;

    /** Whether the app got what it asked for. */
    public boolean passes() {
        return this == ALLOWED || this == TUNNELLED;
    }
}
