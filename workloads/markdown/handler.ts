// Text in, text out: a parser that lives on regular expressions and string concatenation.
// markdown-it rather than marked: marked's `\p{…}` patterns do not parse in the component's engine.
import MarkdownIt from 'markdown-it';

interface MarkdownEvent {
  readonly markdown: string;
}

const parser = new MarkdownIt();

export function handler({ markdown }: MarkdownEvent): { readonly html: string } {
  return { html: parser.render(markdown) };
}
