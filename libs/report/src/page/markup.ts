import { escapeText } from '../escape-text';

/** HTML that is already escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | readonly Content[];

/** Tagged template: escapes inserted values unless they are Markup; joins lists, and leaves out null. */
export const html = (parts: TemplateStringsArray, ...contents: Content[]): Markup =>
  new Markup(parts.reduce((text, part, at) => text + render(contents[at - 1]!) + part));

/** Marks text as markup, e.g. an SVG, so that it is not escaped. */
export const raw = (text: string): Markup => new Markup(text);

function render(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(render).join('');
  return escapeText(String(content)).replace(CLOSE, '&nbsp;');
}

/** Spaces that must not break, because they would separate a figure from its unit or sign: `5 %`, `U = 1.5`, `> 7.0`. */
const CLOSE = /(?<=\d) (?=%)|(?<=\bU) (?==|&[gl]t;)|(?<==|&[gl]t;) (?=[\d−])/g;
