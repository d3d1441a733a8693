/** Tests of the engine, with the real model and the real worker. */
@org.jspecify.annotations.NullMarked
package dev.cloister.inference;
