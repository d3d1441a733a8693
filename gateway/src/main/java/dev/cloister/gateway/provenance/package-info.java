/** What an audit needs to make a generated answer again, in the log; never the texts. */
@NullMarked
package dev.cloister.gateway.provenance;

import org.jspecify.annotations.NullMarked;
