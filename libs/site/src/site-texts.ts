import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UserError, userError } from '@nhat/documents';
import { renderMarkdown } from './markdown';
import type { RenderedText } from './markdown';
import { relativePath } from './site-frame';

/** A text of the workspace as a page of the site. */
export interface SiteText extends RenderedText {
  /** Path in the workspace, with `/`. */
  source: string;
  /** Path on the site. */
  path: string;
}

export interface SiteTexts {
  texts: SiteText[];
  /** Files of the workspace that texts link to or show, by their path, which is that on the site too. */
  files: string[];
}

/**
 * README, CONTRIBUTING, CHANGELOG, everything in `docs/`, and every other text that these link to. Throws one UserError with file and
 * line of all links that lead nowhere and of all pictures from elsewhere.
 */
export function siteTexts(root: string): SiteTexts {
  const waiting = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...textsIn(root, 'docs')].filter(
    (source) => existsSync(join(root, source)),
  );
  const texts = new Map<string, SiteText>();
  const files = new Set<string>();
  for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
    if (texts.has(source)) continue;
    const path = pathOf(source);
    const text = readFileSync(join(root, source), 'utf8');
    const rendered = renderMarkdown(text, (href) => addressOf(source!, href));
    texts.set(source, { ...rendered, source, path });
    for (const { href } of rendered.links) {
      const target = targetOf(source, href);
      if (target === undefined || !isFile(root, target.file)) continue;
      if (target.file.endsWith('.md')) waiting.push(target.file);
      else files.add(target.file);
    }
  }
  const faults = [...texts.values()].flatMap((text) => faultsOf(root, text, texts));
  if (faults.length > 0) throw new UserError(faults.map(({ message }) => message).join('\n'));
  return { texts: [...texts.values()], files: [...files].sort() };
}

const textsIn = (root: string, folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => posix.join(folder, file.replaceAll('\\\\', '/')))
        .filter((file) => file.endsWith('.md'))
        .sort()
    : [];

const pathOf = (source: string): string =>
  source === 'README.md' ? 'index.html' : source.replace(/\.md$/, '.html');

interface Target {
  /** Path in the workspace. */
  file: string;
  /** Empty where the link names none. */
  anchor: string;
}

/** Undefined for links to elsewhere. */
function targetOf(source: string, href: string): Target | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return undefined;
  const [path = '', anchor = ''] = href.split('#');
  const file = path === '' ? source : posix.join(posix.dirname(source), decodeURI(path));
  return { file, anchor };
}

function addressOf(source: string, href: string): string {
  const target = targetOf(source, href);
  if (target === undefined) return href;
  const { file, anchor } = target;
  const hash = anchor === '' ? '' : `#${anchor}`;
  if (file === source) return hash;
  const path = file.endsWith('.md') ? pathOf(file) : file;
  return `${relativePath(pathOf(source), path)}${hash}`;
}

const isFile = (root: string, file: string): boolean =>
  !file.startsWith('../') &&
  statSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true;

function faultsOf(
  root: string,
  { source, links }: SiteText,
  texts: ReadonlyMap<string, SiteText>,
): UserError[] {
  return links.flatMap(({ href, line, isPicture }) => {
    const where = `${source} › line ${line}`;
    const target = targetOf(source, href);
    if (target === undefined) {
      return isPicture
        ? [
            userError(where, 'a picture from elsewhere', {
              got: href,
              expected: 'a file of the workspace, because the site makes no request',
            }),
          ]
        : [];
    }
    const { file, anchor } = target;
    if (!isFile(root, file)) {
      const expected = 'the path of a file, relative to this one';
      return [userError(where, 'a link that leads nowhere', { got: href, expected })];
    }
    const known = texts.get(file)?.anchors;
    if (anchor === '' || known === undefined || known.has(anchor)) return [];
    return [
      userError(where, 'a heading that is not there', {
        got: href,
        expected: `a heading of ${file}`,
      }),
    ];
  });
}
