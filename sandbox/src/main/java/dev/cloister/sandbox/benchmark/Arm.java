package dev.cloister.sandbox.benchmark;

import dev.cloister.sandbox.plan.Plan;

/** A way to carry out a plan. */
interface Arm extends AutoCloseable {

    /** What the last tool answered. */
    String carryOut(Plan plan);

    @Override
    void close();
}
