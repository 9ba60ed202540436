const NOTE = '\n\n_The rest is in the artifacts of the run._\n';
const NESTABLE = ['pre', 'summary', 'details'];
/** Deeper nests stay open; nothing that coldbench writes is. */
const MOST_OPEN = 4;
const CLOSERS_ROOM = MOST_OPEN * NESTABLE.map((tag) => `\n</${tag}>`).join('').length;

/**
 * At most `room` characters of Markdown, whole lines; folding and preformatted text that is open at the end is closed, so
 * that what comes after it is not folded away.
 * @param {string} text @param {number} room @returns {string}
 */
export function fitting(text, room) {
  if (text.length + CLOSERS_ROOM <= room) return text + closers(text);
  const cut = text.slice(0, Math.max(0, room - NOTE.length - CLOSERS_ROOM));
  const kept = cut.slice(0, Math.max(0, cut.lastIndexOf('\n')));
  return kept + closers(kept) + NOTE;
}

/** @param {string} text */
function closers(text) {
  const count = (/** @type {string} */ tag) => text.split(tag).length - 1;
  const open = (/** @type {string} */ tag) =>
    Math.min(MOST_OPEN, Math.max(0, count(`<${tag}>`) - count(`</${tag}>`)));
  return NESTABLE.map((tag) => `\n</${tag}>`.repeat(open(tag))).join('');
}
