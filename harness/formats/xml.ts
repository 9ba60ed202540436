/** What XML 1.0 cannot hold, not even as a character reference (section 2.2, "Characters"). */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as content or as the value of an attribute in double quotes. A reader turns line breaks of attributes to spaces. */
export const xmlText = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');

type Attributes = Readonly<Record<string, string | number>>;

const openingOf = (name: string, attributes: Attributes): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${xmlText(String(value))}"`)].join(' ');

/** An element with text alone. */
export const textElement = (name: string, attributes: Attributes, text: string): string =>
  `<${openingOf(name, attributes)}>${xmlText(text)}</${name}>`;

/** An element with elements alone, one a line; `children` are XML. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  if (children.length === 0) return `<${openingOf(name, attributes)}/>`;
  return [`<${openingOf(name, attributes)}>`, ...children, `</${name}>`].join('\n');
}
