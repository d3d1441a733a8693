@org.jspecify.annotations.NullMarked
package dev.cloister.inference.score;
