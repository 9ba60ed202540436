import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ComponentChildren, JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { STYLE } from './style.ts';

export interface PageParts {
  readonly title: string;
  readonly body: JSX.Element;
  /** What the script draws. */
  readonly data: object;
  /** The page's script, as one piece of JavaScript. */
  readonly script: string;
}

/**
 * A page that stands alone: it opens from disk, and its policy forbids it to load or send anything. Text of files is
 * escaped by the renderer; the data is text in base64, in which no sign could end the element that holds it.
 */
export function renderDocument({ title, body, data, script }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(STYLE)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${renderToString(<title>{title}</title>)}
<style>${STYLE}</style>
</head>
<body>
${renderToString(body)}
<script type="text/plain" id="data">${gzipSync(JSON.stringify(data), { level: 6 }).toString('base64')}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The title, the choice of a theme and what else the page offers, and what is said to those without scripts. */
export const PageHeader = ({
  title,
  children,
}: {
  title: string;
  children?: ComponentChildren;
}): JSX.Element => (
  <header>
    <h1>{title}</h1>
    <div class="tools no-print">
      {['auto', 'light', 'dark'].map((name) => (
        <button
          type="button"
          key={name}
          data-theme-choice={name}
          aria-pressed={name === 'auto' ? 'true' : 'false'}
        >
          {name}
        </button>
      ))}
      {children}
    </div>
    <noscript>
      <p class="warn">
        Charts, sorting and downloads need the script of this page; every figure is in its tables.
      </p>
    </noscript>
  </header>
);
