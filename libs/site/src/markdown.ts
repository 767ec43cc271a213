import { Marked } from 'marked';
import type { Token, Tokens } from 'marked';
import { escapeText } from '@nhat/report/escape-text';

/** A link or a picture of a text, with the line of the text, from 1. */
export interface TextLink {
  href: string;
  line: number;
  isPicture: boolean;
}

/** A text as a part of a page. */
export interface RenderedText {
  /** The first heading without its marks; empty without one. */
  title: string;
  html: string;
  /** The anchors of its headings, as GitHub names them. */
  anchors: ReadonlySet<string>;
  links: readonly TextLink[];
}

/** Markdown as HTML. `address` gives the address on the site of a link or a picture. HTML in the text is shown as text. */
export function renderMarkdown(text: string, address: (href: string) => string): RenderedText {
  const anchors = new Anchors();
  const links: TextLink[] = [];
  const marked = new Marked({ gfm: true });
  let title = '';
  marked.use({
    walkTokens(token: Token) {
      if (token.type === 'link' || token.type === 'image') {
        const { href } = token as Tokens.Link;
        const isPicture = token.type === 'image';
        const earlier = links.filter((link) => link.href === href).length;
        links.push({ href, isPicture, line: lineOf(text, href, earlier) });
        token['href'] = address(href);
      }
    },
    renderer: {
      heading({ tokens, depth }) {
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        if (title === '') title = unescaped(plain);
        const anchor = anchors.next(unescaped(plain));
        return `<h${depth} id="${escapeText(anchor)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      html: ({ text: markup }) => escapeText(markup),
    },
    hooks: {
      postprocess: withScrolling,
    },
  });
  const html = marked.parse(text, { async: false });
  return { title, html, anchors: anchors.all, links };
}

/** Tables and code in boxes that scroll sideways on narrow screens, and that the keyboard reaches. */
function withScrolling(html: string): string {
  let tables = 0;
  return html
    .replace(/<table>/g, () => {
      tables += 1;
      return `<div class="scroll" tabindex="0" role="region" aria-label="Table ${tables}, may scroll sideways"><table>`;
    })
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">');
}

/** The line of the occurrence of a link after so many earlier ones to the same place; 1 where it is written in another way. */
function lineOf(text: string, href: string, earlier: number): number {
  let at = -1;
  for (let count = 0; count <= earlier; count++) {
    const next = text.indexOf(`](${href}`, at + 1);
    if (next < 0) break;
    at = next;
  }
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The rule of GitHub: small letters, no punctuation, dashes for spaces; a number where a name is there already. */
class Anchors {
  readonly all = new Set<string>();

  next(heading: string): string {
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = name;
    for (let number = 1; this.all.has(anchor); number++) anchor = `${name}-${number}`;
    this.all.add(anchor);
    return anchor;
  }
}
