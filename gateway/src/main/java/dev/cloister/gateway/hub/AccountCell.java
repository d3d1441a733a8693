package dev.cloister.gateway.hub;

import dev.cloister.sandbox.hub.Cell;
import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.Spoke;
import java.util.List;
import java.util.function.Function;

/**
 * One account's running app, entered by one request.
 *
 * @param spoke the app
 * @param consent decides on its calls
 * @param memory what the app was asked before, by its tool
 * @param renew ends the app and starts it anew
 * @param leave lets the next request in
 */
record AccountCell(
        Spoke spoke, Consent consent, Function<String, List<Remembered>> memory, Runnable renew, Runnable leave)
        implements Cell {

    @Override
    public List<Remembered> memory(String tool) {
        return memory.apply(tool);
    }

    @Override
    public PermissionAnswer decide(Call call) {
        return consent.ask(call);
    }

    @Override
    public void told(String byTitle) {
        consent.told(byTitle);
    }

    @Override
    public List<String> saw() {
        return consent.saw();
    }

    @Override
    public String refusal() {
        return consent.refusal();
    }

    @Override
    public void close() {
        try {
            consent.takeBack();
        } finally {
            try {
                if (consent.forgetsAfterwards()) {
                    renew.run();
                }
            } finally {
                leave.run();
            }
        }
    }
}
