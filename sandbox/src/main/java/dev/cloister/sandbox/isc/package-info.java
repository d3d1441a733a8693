/** Inter-spoke communication: the messages between hub and spoke, one JSON object a line (IsolateGPT, arXiv 2403.04960, section 4). */
@NullMarked
package dev.cloister.sandbox.isc;

import org.jspecify.annotations.NullMarked;
