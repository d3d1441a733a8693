package dev.cloister.sandbox.scripted;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolsPin;
import dev.cloister.sandbox.hub.Cell;
import dev.cloister.sandbox.hub.Cells;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.policy.Grants;
import dev.cloister.sandbox.policy.Ruling;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.Spoke;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One simulated user with apps in real spokes. Counts the dialogs that the user sees and, from the apps' own journals, the
 * calls that reached them.
 */
public final class World implements Cells, AutoCloseable {

    private static final String NOTES = "notes.md";

    private final SpokeFactory factory;
    private final Path folder;
    private final Map<String, AppBundle> apps = new LinkedHashMap<>();
    private final String notes;
    private final Person person;
    private final Map<String, AppPolicy> policies;
    private final Map<String, Spoke> spokes = new LinkedHashMap<>();
    private final Set<String> entered = new HashSet<>();
    private final List<ExecutedCall> executed = new ArrayList<>();
    private final Map<String, ToolsPin> pins = new HashMap<>();
    private final List<Call> dialogs = new ArrayList<>();
    private final List<ExecutedCall> forbidden = new ArrayList<>();

    /**
     * @param folder for bundles and data; emptied by nobody
     * @param notes the user's notes
     * @param policies rules by the app's name
     */
    public World(
            SpokeFactory factory,
            Path folder,
            List<ScriptedApp> scripted,
            String notes,
            Person person,
            Map<String, AppPolicy> policies) {
        this.factory = factory;
        this.folder = folder;
        this.notes = notes;
        this.person = person;
        this.policies = Map.copyOf(policies);
        scripted.forEach(app -> apps.put(app.name(), app.write(folder.resolve(app.name()))));
    }

    /** All apps. */
    public List<AppBundle> bundles() {
        return List.copyOf(apps.values());
    }

    /** What the user was asked. */
    public List<Call> dialogs() {
        return List.copyOf(dialogs);
    }

    /** The planned calls that were refused without asking anybody. */
    public List<ExecutedCall> forbidden() {
        return List.copyOf(forbidden);
    }

    /** The rules for an app. */
    public AppPolicy policy(String app) {
        return policies.getOrDefault(app, AppPolicy.NONE);
    }

    /** The calls that reached an app, in the order in which the apps were ended. */
    public List<ExecutedCall> executed() {
        spokes.keySet().stream().toList().forEach(this::end);
        return List.copyOf(executed);
    }

    @Override
    public Optional<AppBundle> app(String name) {
        return Optional.ofNullable(apps.get(name));
    }

    @Override
    public Optional<Cell> enter(AppBundle app, String words) {
        return enterAtOnce(app);
    }

    @Override
    public Optional<Cell> enterAtOnce(AppBundle app) {
        String name = app.manifest().name();
        if (!entered.add(name)) {
            return Optional.empty();
        }
        try {
            DataRoom room = DataRoom.open(folder.resolve(name + "-data"));
            Spoke spoke = spokes.computeIfAbsent(name, key -> factory.start(app, room));
            if (!pins.computeIfAbsent(name, key -> ToolsPin.of(spoke.tools())).equals(ToolsPin.of(spoke.tools()))) {
                throw new SandboxException(
                        SandboxException.Code.BUNDLE_CHANGED, "The app " + name + " says something else of its tools.");
            }
            return Optional.of(new OpenCell(name, spoke, room));
        } catch (RuntimeException e) {
            entered.remove(name);
            throw e;
        }
    }

    /** Replaces an app's files behind everybody's back, and ends it so that it starts anew. */
    public void replace(ScriptedApp other) {
        end(other.name());
        other.write(folder.resolve(other.name()));
    }

    /** The room of an app for runs without any hub, with all of the user's data in it. */
    public Spoke openly(String name) {
        DataRoom room = DataRoom.open(folder.resolve(name + "-data"));
        Spoke spoke = spokes.computeIfAbsent(name, key -> factory.start(AppBundle.read(folder.resolve(name)), room));
        room.put(NOTES, notes.getBytes(StandardCharsets.UTF_8));
        return spoke;
    }

    @Override
    public void close() {
        spokes.values().forEach(Spoke::close);
        spokes.clear();
    }

    private void end(String app) {
        Spoke spoke = spokes.remove(app);
        if (spoke == null) {
            return;
        }
        try (spoke) {
            if (spoke.alive()
                    && spoke.callTool(ScriptedApp.JOURNAL, "{}")
                            instanceof SpokeResult.Answered(String text, boolean isError)) {
                for (Json item : Json.parseObject("{\"calls\":" + text + "}").list("calls")) {
                    Json.Obj call = (Json.Obj) item;
                    executed.add(new ExecutedCall(
                            app,
                            call.text("tool"),
                            call.object("arguments").sorted().text()));
                }
            }
        } catch (SandboxException e) {
            throw new IllegalStateException("The journal of " + app + " is lost", e);
        }
    }

    private final class OpenCell implements Cell {

        private final String app;
        private final Spoke spoke;
        private final DataRoom room;
        private final List<String> saw = new ArrayList<>();
        private boolean forgets;
        private String refusal = "";

        OpenCell(String app, Spoke spoke, DataRoom room) {
            this.app = app;
            this.spoke = spoke;
            this.room = room;
        }

        @Override
        public Spoke spoke() {
            return spoke;
        }

        @Override
        public PermissionAnswer decide(Call call) {
            Optional<Json.Obj> allowed =
                    switch (Ruling.on(call, policy(app), Grants.none())) {
                        case Ruling.Forbid(String message) -> {
                            if (call.planned()) {
                                forbidden.add(executed(call));
                            }
                            yield Optional.empty();
                        }
                        case Ruling.Proceed(String why) -> Optional.of(call.arguments());
                        case Ruling.Ask ask -> {
                            dialogs.add(call);
                            yield person.answer(call);
                        }
                    };
            if (allowed.isEmpty()
                    || Ruling.on(call.with(allowed.get()), policy(app), Grants.none()) instanceof Ruling.Forbid) {
                refusal = "It was not allowed.";
                return new PermissionAnswer.Deny();
            }
            if (call.tool().reads().contains("notes")) {
                room.put(NOTES, notes.getBytes(StandardCharsets.UTF_8));
                forgets = true;
            }
            forgets |= !call.from().isEmpty();
            return new PermissionAnswer.Allow(allowed.get().text());
        }

        private ExecutedCall executed(Call call) {
            return new ExecutedCall(
                    app, call.tool().name(), call.arguments().sorted().text());
        }

        @Override
        public void told(String byTitle) {
            forgets = true;
        }

        @Override
        public List<String> saw() {
            return List.copyOf(saw);
        }

        @Override
        public String refusal() {
            return refusal;
        }

        @Override
        public void close() {
            room.remove(NOTES);
            if (forgets || !spoke.alive()) {
                end(app);
            }
            entered.remove(app);
        }
    }
}
