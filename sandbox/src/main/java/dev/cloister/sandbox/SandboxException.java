package dev.cloister.sandbox;

import java.util.Objects;

/** What went wrong with an app or its cell, with a stable code and a message that says what to do. */
public final class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Stable codes, shown to users. */
    public enum Code {
        /** A program that the sandbox is made with is not installed. */
        TOOL_MISSING,
        /** The system-call filter is written for Linux on x86-64 only. */
        PLATFORM_UNSUPPORTED,
        /** A specification asks for what cannot be mounted or run. */
        SPEC_INVALID,
        /** The sandbox could not be started. */
        SANDBOX_FAILED,
        /** A protecting layer is missing, so apps stay off. */
        LAYER_MISSING,
        /** The process that keeps root does not start what it was asked to. */
        STARTER_REFUSED,
        /** An app's bundle is not well formed. */
        BUNDLE_INVALID,
        /** An app's files are not those that were agreed to. */
        BUNDLE_CHANGED,
        /** An app names a tool that its bundle does not declare, or the other way round. */
        TOOL_UNKNOWN,
        /** A policy is not well formed. */
        POLICY_INVALID,
        /** What an app asks for of the network, or a secret for it, is not well formed. */
        EGRESS_INVALID,
        /** The way out of a cell could not be made. */
        EGRESS_FAILED,
        /** A decision is not among those that may be taken for this tool. */
        DECISION_REFUSED,
        /** A message is not one that may be sent here, or it is not well formed. */
        MESSAGE_INVALID,
        /** The app did not answer in time. */
        APP_TIMEOUT,
        /** The app's process ended. */
        APP_CRASHED,
        /** The app sent too many or too large messages. */
        APP_FLOODS,
        /** The app broke the protocol between hub and spoke. */
        APP_MISBEHAVES
    }

    public SandboxException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public SandboxException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Says what happened, what was kept and what to do; never absent. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
