import { html, render } from "lit";

export interface Question {
  title: string;
  detail: string;
  action: string;
}

/** Asks before something that cannot be taken back. Resolves to false on Esc. */
export function confirm(question: Question): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "confirm-title");
  dialog.setAttribute("aria-describedby", "confirm-detail");
  render(
    html`<form method="dialog" class="dialog-body">
      <h2 id="confirm-title">${question.title}</h2>
      <p id="confirm-detail" class="soft">${question.detail}</p>
      <div class="actions end">
        <button class="button" value="" autofocus>Cancel</button>
        <button class="button danger" value="yes" data-testid="confirm">${question.action}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }),
  );
}
