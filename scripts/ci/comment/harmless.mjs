// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is removed here

/** All that coldbench's own Markdown uses of HTML. */
const TAGS = /<(?!\/?(?:details|summary|pre)>)/g;
/** Controls but tab and line feed, and format characters: bidi controls, zero width, tags. */
const INVISIBLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Co}]/gu;
const REFERENCE = /&(?:(#(\d{1,5});))?/g;
/** Keeps what stands before it and after it from being read together; shown as nothing. */
const APART = '&#8203;';

/**
 * Markdown that a stranger wrote, made fit to be posted under this repository's name: tables, emphasis and folding
 * remain; links, pictures, mentions, references to issues and every other HTML tag become plain text. The text of a
 * pull request's run is such Markdown, since a fork may change the workflow and the programs that write it.
 *
 * Each rule puts character references in the place of characters, so that the text reads the same. Of the references in
 * it, only those to punctuation stay: one to a letter could put a scheme or a name together again.
 * @param {string} text @returns {string}
 */
export function harmless(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, '')
    .replace(REFERENCE, (_all, reference = '', code = 0) =>
      isPunctuation(Number(code)) ? `&${reference}` : `&amp;${reference}`,
    )
    .replace(/&#0*(64|35);(?!&#8203;)/g, `$&${APART}`)
    .replace(TAGS, '&lt;')
    .replace(/@/g, `&#64;${APART}`)
    .replace(/(?<!&)#(?=\d)/g, `&#35;${APART}`)
    .replace(/GH-(?=\d)/gi, `$&${APART}`)
    .replace(/\[/g, '&#91;')
    .replace(/:(?=\/\/)/g, `:${APART}`)
    .replace(/(www|mailto|xmpp)(?=[.:])/gi, `$1${APART}`);
}

/** Printable ASCII that is neither letter nor digit, and the zero-width space. @param {number} code */
const isPunctuation = (code) =>
  code === 8203 || (code > 32 && code < 127 && !/[0-9A-Za-z]/.test(String.fromCharCode(code)));
