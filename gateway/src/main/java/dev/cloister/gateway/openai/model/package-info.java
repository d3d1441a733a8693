/** {@code /v1/models}: what can be asked by which name. */
@NullMarked
package dev.cloister.gateway.openai.model;

import org.jspecify.annotations.NullMarked;
