package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;

/** Adds delta to the logit of each green token. For one generation, on one thread. */
record GreenListStage(GreenList greenList, double delta) implements LogitsStage.TokenBias {

    @Override
    public double bias(int previous, int candidate) {
        return greenList.isGreen(previous, candidate) ? delta : 0;
    }

    @Override
    public double bound() {
        return delta;
    }
}
