/** Carries a text from an answer to the check page, in memory only: texts do not belong into addresses. */
let carried = "";

export function openCheck(text: string): void {
  carried = text;
  location.hash = "#/check";
}

export function takeCarried(): string {
  const text = carried;
  carried = "";
  return text;
}
