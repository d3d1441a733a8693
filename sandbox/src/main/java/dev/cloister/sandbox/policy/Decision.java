package dev.cloister.sandbox.policy;

/** What a user may answer when an app wants to use a tool. */
public enum Decision {
    /** Not now. */
    DENY,
    /** This call only. */
    ONCE,
    /** Each call of this chat. */
    CHAT,
    /** Each call, until it is taken back. */
    ALWAYS
}
