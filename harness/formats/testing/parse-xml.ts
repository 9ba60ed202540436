import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of the elements around it, the root first. */
  readonly path: readonly string[];
  /** Its own text, without that of elements in it. */
  text: string;
}

/**
 * The elements of a document, in the order in which they begin, by a strict XML 1.0 parser.
 * @throws Error where the text is not well formed
 */
export function parseXml(text: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const open: XmlElement[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, path: open.map((one) => one.name), text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    const element = open.at(-1);
    if (element) element.text += part;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  return elements;
}
