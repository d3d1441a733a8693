/** The person's choice of light or dark; `system` follows the operating system and its changes. */
export type Theme = "light" | "dark" | "system";

/** Fired on `window` after the theme changed. */
export const THEME_CHANGED = "cloister-theme";

const KEY = "cloister.theme";
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const stored = read();
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function shownTheme(): "light" | "dark" {
  const chosen = chosenTheme();
  return chosen === "system" ? (prefersDark.matches ? "dark" : "light") : chosen;
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is switched off: the system's preference goes on standing.
  }
  apply();
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function apply(): void {
  document.documentElement.dataset["theme"] = shownTheme();
  window.dispatchEvent(new Event(THEME_CHANGED));
}

prefersDark.addEventListener("change", apply);
