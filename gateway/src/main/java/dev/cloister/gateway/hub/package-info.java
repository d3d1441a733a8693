/** The hub: decides for each question whether documents or an app are needed, asks for consent, and lets the model answer. */
@NullMarked
package dev.cloister.gateway.hub;

import org.jspecify.annotations.NullMarked;
