import { html, render } from "lit";

export interface Naming {
  title: string;
  label: string;
  value: string;
  action: string;
}

/** Asks for a name. Resolves to nothing on Esc. */
export function askName(naming: Naming): Promise<string | undefined> {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "naming-title");
  render(
    html`<form method="dialog" class="dialog-body">
      <h2 id="naming-title">${naming.title}</h2>
      <div class="field">
        <label for="naming-name">${naming.label}</label>
        <input id="naming-name" type="text" data-testid="naming-name" maxlength="100" required autocomplete="off" .value=${naming.value} />
      </div>
      <div class="actions end">
        <button class="button" type="button" @click=${() => dialog.close()}>Cancel</button>
        <button class="button primary" value="yes" data-testid="naming-done">${naming.action}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  const field = dialog.querySelector("input");
  field?.select();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? field?.value.trim() : undefined);
    }),
  );
}
