interface Tag {
  name: string;
  /** In their order, still escaped. */
  attributes: [name: string, value: string][];
  content: (Tag | string)[];
}

/**
 * Leaves out of an SVG of Vega what a reader never sees: the roles and classes of its parts, empty shapes, groups without a
 * purpose and attributes with the value that they have anyway. Fonts are stated once. What Vega calls the description of a mark
 * becomes its title, which browsers show under the pointer. The layer that is named `x` in the specification has the class `x`.
 * Lines that differ in their places alone, such as those of a grid, become one path, because a page has thousands of them.
 */
export function leanSvg(svg: string): string {
  const root = parse(svg);
  hoist(root);
  shareClips(root);
  root.content = joinLines(root.content.flatMap(lean));
  return write(root);
}

/** The attributes that every text of a chart shares, as a rule. */
const SHARED: readonly [name: string, value: RegExp][] = [
  ['font-family', /^(?!sans-serif)/],
  ['font-size', /^12px$/],
];

/** Moves shared attributes of the texts to the root. */
function hoist(root: Tag): void {
  for (const [name, pattern] of SHARED) {
    const found = all(root).flatMap(({ attributes }) => attributes.filter(([own]) => own === name));
    const value = found.find(([, text]) => pattern.test(text))?.[1];
    if (value === undefined) continue;
    for (const tag of all(root)) {
      tag.attributes = tag.attributes.filter(([own, text]) => own !== name || text !== value);
    }
    root.attributes.push([name, value]);
  }
}

/** Vega cuts each layer with a clip path of its own, though most are the same. */
function shareClips(root: Tag): void {
  const defs = root.content.find((part) => typeof part !== 'string' && part.name === 'defs');
  if (typeof defs !== 'object') return;
  const first = new Map<string, string>();
  const same = new Map<string, string>();
  defs.content = defs.content.filter((part) => {
    if (typeof part === 'string') return true;
    const id = part.attributes.find(([name]) => name === 'id')?.[1] ?? '';
    const shape = part.content.map(write).join('');
    same.set(`url(#${id})`, `url(#${first.get(shape) ?? id})`);
    if (first.has(shape)) return false;
    first.set(shape, id);
    return true;
  });
  for (const tag of all(root)) {
    tag.attributes = tag.attributes.map(([name, value]) => [name, same.get(value) ?? value]);
  }
}

/** Every tag inside of one, in the order of the text. */
function all(tag: Tag, found: Tag[] = []): Tag[] {
  for (const part of tag.content) {
    if (typeof part === 'string') continue;
    found.push(part);
    all(part, found);
  }
  return found;
}

function lean(part: Tag | string): (Tag | string)[] {
  if (typeof part === 'string') return [part];
  if (isInvisible(part)) return [];
  const description = part.attributes.find(([name]) => name === 'aria-label')?.[1];
  const attributes = part.attributes.flatMap((one) => leanAttribute(one));
  const content = joinLines(part.content.flatMap(lean));
  if (description) content.unshift({ name: 'title', attributes: [], content: [description] });
  if (part.name === 'g' && content.length === 0) return [];
  if (part.name === 'g' && attributes.length === 0) return content;
  return [placed(asCircle({ name: part.name, attributes: withoutStroke(attributes), content }))];
}

const PLACE = /^translate\(([-\d.]+),([-\d.]+)\)$/;

/** A text that is only moved, with its coordinates. */
function placed(tag: Tag): Tag {
  const place = PLACE.exec(Object.fromEntries(tag.attributes)['transform'] ?? '');
  if (tag.name !== 'text' || !place) return tag;
  const rest = tag.attributes.filter(([name]) => name !== 'transform');
  return { ...tag, attributes: [['x', place[1]!], ['y', place[2]!], ...rest] };
}

/** A line as a part of a path, and the attributes that do not say where it is; undefined for other tags. */
function lineOf(part: Tag | string) {
  if (typeof part === 'string' || part.name !== 'line' || part.content.length > 0) return undefined;
  const { transform = 'translate(0,0)', x2, y2, ...rest } = Object.fromEntries(part.attributes);
  const place = PLACE.exec(transform);
  if (!place || 'x1' in rest || 'y1' in rest) return undefined;
  const way = x2 && y2 ? `l${x2},${y2}` : x2 ? `h${x2}` : `v${y2 ?? 0}`;
  return { path: `M${place[1]},${place[2]}${way}`, rest };
}

/** Neighbouring lines with the same attributes as one path. */
function joinLines(content: readonly (Tag | string)[]): (Tag | string)[] {
  const joined: (Tag | string)[] = [];
  let before: ReturnType<typeof lineOf>;
  for (const part of content) {
    const line = lineOf(part);
    if (line && before && JSON.stringify(line.rest) === JSON.stringify(before.rest)) {
      line.path = before.path + line.path;
      joined.pop();
    }
    const attributes: Tag['attributes'] = line
      ? [['d', line.path], ...Object.entries(line.rest)]
      : [];
    joined.push(line ? { name: 'path', attributes, content: [] } : part);
    before = line;
  }
  return joined;
}

/** The width of a stroke that is not drawn is left out. Groups and the root draw none. */
const withoutStroke = (attributes: Tag['attributes']): Tag['attributes'] =>
  attributes.some(([name]) => name === 'stroke')
    ? attributes
    : attributes.filter(([name]) => name !== 'stroke-width');

const TWO_ARCS = /^M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0$/;

/** A path of two half circles as a circle. */
function asCircle(tag: Tag): Tag {
  const of = Object.fromEntries(tag.attributes);
  const radius = TWO_ARCS.exec(of['d'] ?? '')?.[1];
  const place = PLACE.exec(of['transform'] ?? '');
  if (tag.name !== 'path' || !radius || !place) return tag;
  const rest = tag.attributes.filter(([name]) => name !== 'd' && name !== 'transform');
  const circle: Tag['attributes'] = [
    ['cx', place[1]!],
    ['cy', place[2]!],
    ['r', radius],
  ];
  return { ...tag, name: 'circle', attributes: [...circle, ...rest] };
}

/** Shapes that draw nothing, e.g. the background of a group. */
function isInvisible({ name, attributes }: Tag): boolean {
  const of = Object.fromEntries(attributes);
  if (of['display'] === 'none') return true;
  return name === 'path' && of['class'] === 'background' && !of['fill'] && !of['stroke'];
}

/** Values that an attribute has anyway. */
const USUAL: Record<string, string> = {
  ...{ x1: '0', x2: '0', y1: '0', y2: '0', opacity: '1', 'stroke-width': '1' },
  ...{ 'font-weight': 'normal', 'text-anchor': 'start', transform: 'translate(0,0)' },
};

function leanAttribute([name, value]: [string, string]): [string, string][] {
  if (USUAL[name] === value || /^(role|aria-.*|pointer-events)$/.test(name)) return [];
  if (name !== 'class') return [[name, value]];
  const layer = /\b([a-z]+)_marks\b/.exec(value)?.[1];
  return layer && !/layer_\d/.test(value) ? [['class', layer]] : [];
}

function parse(svg: string): Tag {
  const root: Tag = { name: '#root', attributes: [], content: [] };
  const open = [root];
  for (const [, close, name, attributes, end, text] of svg.matchAll(
    /<\/([\w-]+)>|<([\w-]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/g,
  )) {
    if (text) open.at(-1)!.content.push(text);
    if (close) open.pop();
    if (!name) continue;
    const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)];
    const tag: Tag = {
      name,
      attributes: pairs.map(([, key, value]) => [key!, value!]),
      content: [],
    };
    open.at(-1)!.content.push(tag);
    if (!end) open.push(tag);
  }
  return root.content[0] as Tag;
}

function write(part: Tag | string): string {
  if (typeof part === 'string') return part;
  const { name, attributes, content } = part;
  const inside = attributes.map(([key, value]) => ` ${key}="${value}"`).join('');
  const open = `<${name}${inside}`;
  return content.length === 0 ? `${open}/>` : `${open}>${content.map(write).join('')}</${name}>`;
}
