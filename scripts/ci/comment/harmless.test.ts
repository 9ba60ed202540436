import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { quoted } from '../../../harness/formats/markdown-text.ts';
import { projectRoot } from '../../../harness/project-root.ts';
import { harmless } from './harmless.mjs';

/** As GitHub reads a comment, as far as this matters: HTML is passed through, addresses become links. */
const github = new MarkdownIt({ html: true, linkify: true });
const ALLOWED =
  /^<\/?(?:p|details|summary|pre|code|em|strong|h[1-6]|ul|ol|li|table|thead|tbody|tr|th|td|hr|br|blockquote|s)(?: (?:style="text-align:(?:left|right|center)"|start="\d+"|class="language-[^"]*"))? ?\/?>$/;

/** The tags of the page that the text becomes, and the text between them, as a reader sees it. */
function read(markdown: string) {
  const html = github.render(markdown);
  // In code nothing is made of a text, and there the references are shown as they are.
  const text = html
    .replace(/<code[^>]*>[\s\S]*?<\/code>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
  return { tags: html.match(/<[^>]*>/g) ?? [], text };
}

function expectHarmless(text: string) {
  const { tags, text: shown } = read(harmless(text));
  for (const tag of tags) expect(tag).toMatch(ALLOWED);
  // GitHub makes these of the text that is left.
  expect(shown).not.toMatch(/@[\w-]/);
  expect(shown).not.toMatch(/#\d/);
  expect(shown).not.toMatch(/gh-\d/i);
}

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<!-- coldbench: pull request -->',
  '![picture](https://tracker.example/p.png)',
  '[click](javascript:alert(1))',
  '[text][ref]\n\n[ref]: https://evil.example',
  '<https://evil.example>',
  'https://evil.example www.evil.example _www.evil.example mailto:a@evil.example',
  'HTTPS://EVIL.EXAMPLE WWW.EVIL.EXAMPLE',
  '@octocat and a@b.example',
  '&#64;octocat &#x40;octocat &commat;octocat &#064;octocat &#00064;octocat',
  'fixes #1, GH-2, owner/name#3, &#35;4, &#x23;5, &num;6',
  '&#104;ttps://evil.example &#119;ww.evil.example h&#116;tp://evil.example',
  '&lt;script&gt; &#60;script&#62;',
  'w\u200bww.evil.example ht\u200btps://evil.example @\u200boctocat',
  '`<img>` ```\n<img>\n```',
  '| a | b |\n| --- | --- |\n| <img> | [x](https://evil.example) |',
  '\u202eevil\u202c',
] as const;

describe('harmless()', () => {
  test.each(ATTACKS)('%s', (attack) => {
    expectHarmless(attack);
  });

  test('whatever the pieces are put together to', () => {
    const piece = fc.constantFrom(
      ...ATTACKS,
      '<',
      '&',
      '#',
      '@',
      '[',
      ']',
      '(',
      ')',
      '!',
      ':',
      '/',
      '`',
      '\n',
      'www',
      '64;',
      '#64;',
      '1',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => expectHarmless(pieces.join(''))));
  });

  test.each(['two-runs', 'two-workloads', 'other-machine'])(
    "leaves coldbench's own Markdown as it reads: %s",
    (name) => {
      const own = readFileSync(join(projectRoot(), `harness/formats/golden/comparison-${name}.md`), 'utf8');
      expect(read(harmless(own))).toEqual(read(own));
    },
  );

  test("leaves the gate's text as it reads, whose signs gate.sh has replaced", () => {
    const own = '**Gate: passed**\n\n<pre>\na &#60;b&#62; &#38;amp; [1, 2]\n</pre>\n';
    expect(read(harmless(own))).toEqual(read(own));
  });

  test('leaves a hostile name, once quoted, as it reads', () => {
    const own = `### ${quoted('catalog/process@1 #2 <b> [x](https://evil.example)')}\n`;
    expect(read(harmless(own))).toEqual(read(own));
  });
});
