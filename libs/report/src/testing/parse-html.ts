/** A small, strict parser of HTML for tests. It rejects elements that are not nested properly. */
export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

const VOID = ['meta', 'img', 'br', 'hr', 'link', 'input'];

export function parseHtml(source: string): Element {
  const root: Element = { tag: '#root', attributes: {}, children: [] };
  const open = [root];
  const token =
    /<!doctype html>|<\/([\w-]+)\s*>|<([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)|(<)/gi;
  for (const [whole, close, tag, attributes, selfClosing, text, stray] of source.matchAll(token)) {
    const parent = open.at(-1)!;
    if (stray) throw new Error(`stray < in ${parent.tag}: ${source.slice(0, 80)}`);
    if (text) parent.children.push(text);
    else if (close) {
      if (parent.tag !== close) throw new Error(`</${close}> closes <${parent.tag}>`);
      open.pop();
    } else if (tag) {
      const element = { tag, attributes: readAttributes(attributes ?? ''), children: [] };
      parent.children.push(element);
      if (!selfClosing && !VOID.includes(tag)) open.push(element);
    } else if (!/^<!doctype/i.test(whole)) throw new Error(`cannot read ${whole}`);
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)!.tag}> is not closed`);
  return root;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => {
    return [name!, decode(value ?? '')] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) {
    throw new Error(`an attribute twice:${text}`);
  }
  return Object.fromEntries(pairs);
}

const decode = (text: string): string =>
  text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

/** All descendants of an element, in document order. */
export function elements({ children }: Element, tag?: string): Element[] {
  const below = children.flatMap((child) =>
    typeof child === 'string' ? [] : [child, ...elements(child)],
  );
  return tag === undefined ? below : below.filter((element) => element.tag === tag);
}

/** The visible text of an element. */
export const textOf = ({ children }: Element): string =>
  children.map((child) => (typeof child === 'string' ? decode(child) : textOf(child))).join('');
