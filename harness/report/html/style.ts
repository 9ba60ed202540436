/** The page's one style sheet. */
export const STYLE = `
:root { color-scheme: light; --ink: #1b1f24; --faint: #57606a; --line: #d8dee4; --paper: #ffffff; --panel: #f6f8fa; --link: #0550ae; --accent: #0072b2; --bad: #b3261e; --good: #00704f; --open: #6b5400; }
:root[data-theme="dark"] { color-scheme: dark; --ink: #e6edf3; --faint: #9aa7b4; --line: #30363d; --paper: #14181d; --panel: #1c2229; --link: #79b8ff; --accent: #4fb3ea; --bad: #ff7b72; --good: #3fc79a; --open: #d6b656; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1100px; padding: 16px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 8px 0; }
h2 { font-size: 1.3rem; margin: 32px 0 8px; border-bottom: 1px solid var(--line); padding-bottom: 4px; }
h3 { font-size: 1.05rem; margin: 20px 0 2px; }
p { margin: 6px 0; }
a { color: var(--link); }
.faint { color: var(--faint); font-size: 0.9rem; }
.warn { border-left: 4px solid var(--bad); background: var(--panel); padding: 6px 12px; margin: 10px 0; }
.tools { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0; align-items: center; }
button, input, select { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--faint); border-radius: 6px; padding: 3px 10px; }
button { cursor: pointer; } .tools label { min-width: 0; max-width: 100%; } select { max-width: 100%; }
button[aria-pressed="true"] { background: var(--accent); color: var(--paper); border-color: var(--accent); }
button:focus-visible, input:focus-visible, select:focus-visible, a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul.words { padding-left: 20px; margin: 8px 0; }
ul.words li { margin: 4px 0; }
figure { margin: 18px 0; }
figcaption { margin-bottom: 4px; }
.chart { width: 100%; }
.charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 24px; }
@media (min-width: 900px) { .charts { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .charts .wide { grid-column: 1 / -1; } }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 8rem; }
th button { border: 0; background: none; padding: 0; font-weight: 600; text-align: inherit; }
th[aria-sort="ascending"] button::after { content: " \\25B2"; }
th[aria-sort="descending"] button::after { content: " \\25BC"; }
td .faint { font-size: 0.85em; }
.verdict-slower { color: var(--bad); } .verdict-faster { color: var(--good); } .verdict-inconclusive { color: var(--open); }
dl { display: grid; grid-template-columns: minmax(110px, max-content) minmax(0, 1fr); gap: 2px 16px; margin: 8px 0; }
dt { color: var(--faint); } dd { margin: 0; }
details { margin: 8px 0; } summary { cursor: pointer; }
@media print { .tools, .no-print { display: none !important; } body { max-width: none; font-size: 11pt; } figure, tr { break-inside: avoid; } .charts { grid-template-columns: minmax(0, 1fr); } .scroll { overflow: visible; } th, td { white-space: normal; padding: 3px 5px; } }
`;
