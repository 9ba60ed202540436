import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'coldbench-comment-';
const MOST_SECTIONS = 8;
/** More than a comment holds, whatever its characters. */
const MOST_BYTES = 300_000;

/**
 * What the runs of a pull request left: one folder each, `coldbench-comment-<machine>`, with `comment.md` and the number
 * of the pull request. Their content is hostile: anything that is not a plain file of ordinary size is refused.
 * @param {string} folder
 * @returns {{ number: number | null, sections: { name: string, markdown: string }[] }}
 * @throws Error when they do not agree on one number
 */
export function readArtifacts(folder) {
  const names = namesIn(folder).slice(0, MOST_SECTIONS);
  const numbers = new Set(names.map((name) => readNumber(join(folder, name, 'pull-request'))));
  if (numbers.size > 1)
    throw new Error(`The artifacts name several pull requests: ${[...numbers].join(', ')}.`);
  const sections = names.map((name) => ({
    name: name.slice(PREFIX.length),
    markdown: readPlain(join(folder, name, 'comment.md')),
  }));
  return { number: [...numbers][0] ?? null, sections };
}

/** @param {string} folder */
function namesIn(folder) {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(PREFIX))
    .sort();
}

/** @param {string} path */
function readNumber(path) {
  const text = readPlain(path).trim();
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new Error(`${path} holds no number of a pull request.`);
}

/** @param {string} path */
function readPlain(path) {
  const stat = lstatSync(path);
  if (!stat.isFile()) throw new Error(`${path} is no plain file.`);
  if (stat.size > MOST_BYTES) throw new Error(`${path} has ${stat.size} bytes; ${MOST_BYTES} are allowed.`);
  return readFileSync(path, 'utf8');
}
