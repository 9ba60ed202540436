import { fitting } from './fitting.mjs';
import { harmless } from './harmless.mjs';

/** The first line of the comment: by it the comment is found again. */
export const MARKER = '<!-- coldbench: pull request -->';
/** GitHub refuses longer ones. */
export const MOST_CHARACTERS = 65_536;

/** @typedef {{ name: string, markdown: string }} Section */

/**
 * The comment: what the runs on each machine say, under one heading.
 * @param {{ sections: readonly Section[], headSha: string, runUrl: string }} run
 *   `sections` come from the pull request's own code and are hostile; the rest is GitHub's.
 * @returns {string} at most `MOST_CHARACTERS`
 */
export function formatBody({ sections, headSha, runUrl }) {
  const head = [
    MARKER,
    '## coldbench: base and head, measured in turns',
    '',
    `Head ${headSha.slice(0, 12)}, by the code of this pull request: ${runUrl}`,
    '',
  ].join('\n');
  const room = Math.floor((MOST_CHARACTERS - head.length) / Math.max(1, sections.length));
  return head + sections.map((section) => formatSection(section, room)).join('');
}

/** @param {Section} section @param {number} room */
function formatSection({ name, markdown }, room) {
  const heading = `\n### ${harmless(name.slice(0, 60).replace(/\s+/g, ' '))}\n\n`;
  return `${heading}${fitting(harmless(markdown), room - heading.length - 1)}\n`;
}
