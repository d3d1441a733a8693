import { html, render } from "lit";
import type { Collection } from "../api/types";

/** Asks where a document is to go. Resolves to nothing on Esc. */
export function chooseCollection(document: string, collections: Collection[]): Promise<string | undefined> {
  const dialog = window.document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "move-title");
  render(
    html`<form method="dialog" class="dialog-body">
      <h2 id="move-title">Move “${document}”</h2>
      <div class="field">
        <label for="move-target">To</label>
        <select id="move-target" data-testid="move-target" aria-describedby="move-hint">
          ${collections.map(({ id, name, readers }) => html`<option value=${id}>${name}${readers.length > 0 ? ` (read by ${readers.join(", ")})` : ""}</option>`)}
        </select>
        <p id="move-hint" class="hint">Whoever reads that collection then finds it, and those who read this one no longer do.</p>
      </div>
      <div class="actions end">
        <button class="button" type="button" @click=${() => dialog.close()}>Cancel</button>
        <button class="button primary" value="yes" data-testid="move-done">Move</button>
      </div>
    </form>`,
    dialog,
  );
  window.document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? dialog.querySelector("select")?.value : undefined);
    }),
  );
}
