import { svg, type SVGTemplateResult, html, type TemplateResult } from "lit";

/** Line icons on a 24 px grid, drawn in the text's colour and hidden from screen readers: the label is beside them. */
const shapes = {
  arch: svg`<path d="M5 21V11a7 7 0 0 1 14 0v10M9.5 21v-8.5a2.5 2.5 0 0 1 5 0V21"/>`,
  chat: svg`<path d="M4 5h16v11H9.5L5 19.5V16H4z"/>`,
  documents: svg`<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5"/>`,
  apps: svg`<path d="M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z"/>`,
  move: svg`<path d="M3.5 6h6l2 2.5h9V19h-17zM8.5 13.7h7M12.7 11l2.8 2.7-2.8 2.7"/>`,
  people: svg`<circle cx="9" cy="8" r="3.2"/><path d="M3 19.5c.4-3.6 2.8-5.4 6-5.4s5.6 1.8 6 5.4M15.5 5.2a3 3 0 0 1 0 5.7M17.5 14.5c2 .6 3.2 2.3 3.5 5"/>`,
  parties: svg`<circle cx="12" cy="12" r="3"/><circle cx="5" cy="5.5" r="2"/><circle cx="19" cy="5.5" r="2"/><circle cx="5" cy="18.5" r="2"/><circle cx="19" cy="18.5" r="2"/><path d="M6.6 7l3 2.8M17.4 7l-3 2.8M6.6 17l3-2.8M17.4 17l-3-2.8"/>`,
  check: svg`<path d="M12 3l7.5 3v5.5c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.5V6zM8.8 12l2.3 2.3 4.2-4.6"/>`,
  marks: svg`<circle cx="12" cy="9" r="5.5"/><path d="M8.5 13.5L7 21l5-2.5L17 21l-1.5-7.5M10 9l1.5 1.5L14.5 7.5"/>`,
  settings: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  bin: svg`<path d="M5 7h14M10 4h4M7 7l.8 13h8.4L17 7"/>`,
  send: svg`<path d="M12 19V5M6 11l6-6 6 6"/>`,
  stop: svg`<rect x="7" y="7" width="10" height="10" rx="1.5" fill="currentColor"/>`,
  clip: svg`<path d="M19 11.5l-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.9 7.9a1.4 1.4 0 0 1-2-2L14 8"/>`,
  copy: svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1"/>`,
  done: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4"/>`,
  moon: svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>`,
  leave: svg`<path d="M14 4H5v16h9M10 12h10M16.5 8.5L20 12l-3.5 3.5"/>`,
  save: svg`<path d="M12 4v10.5M7.5 10l4.5 4.5 4.5-4.5M5 19.5h14"/>`,
  warning: svg`<path d="M12 4l9 16H3zM12 10v4.5M12 17.3v.2"/>`,
  eye: svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shapes[name]}</svg>`;
}
