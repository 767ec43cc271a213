import { escapeText } from '../escape-text';

/** HTML that is already escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | readonly Content[];

/** Tagged template: what is put in is escaped, unless it is Markup; lists are joined, null is nothing. */
export const html = (parts: TemplateStringsArray, ...contents: Content[]): Markup =>
  new Markup(parts.reduce((text, part, at) => text + render(contents[at - 1]!) + part));

/** Text that is markup already, e.g. an SVG: it is not escaped. */
export const raw = (text: string): Markup => new Markup(text);

function render(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(render).join('');
  return escapeText(String(content)).replace(CLOSE, '&nbsp;');
}

/** Spaces at which a figure would part from its unit or its sign: `5 %`, `U = 1.5`, `> 7.0`. */
const CLOSE = /(?<=\d) (?=%)|(?<=\bU) (?==|&[gl]t;)|(?<==|&[gl]t;) (?=[\d−])/g;
