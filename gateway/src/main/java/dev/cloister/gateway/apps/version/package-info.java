/** Registering apps: versions, their test run and review, approval, pins and roll-back. */
@NullMarked
package dev.cloister.gateway.apps.version;

import org.jspecify.annotations.NullMarked;
