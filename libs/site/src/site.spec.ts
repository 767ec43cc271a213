import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { renderMarkdown } from './markdown';
import { siteFiles } from './site-files';
import { siteTexts } from './site-texts';
import { writeSite } from './write-site';

const workspace = join(__dirname, '../../..');

/** A folder with these files. */
function folderOf(files: Record<string, string>): string {
  const root = temporaryFolder('site');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const htmlOf = (text: string) => renderMarkdown(text, (href) => href).html;

describe('a text as a part of a page', () => {
  it('has anchors as GitHub names them', () => {
    const text = '# A title\n\n## Finding 1: does `utility` fall?\n\n## Same\n\n## Same\n';
    const { title, anchors, html } = renderMarkdown(text, (href) => href);
    expect(title).toBe('A title');
    expect([...anchors]).toEqual(['a-title', 'finding-1-does-utility-fall', 'same', 'same-1']);
    expect(html).toContain('<h2 id="same-1">Same</h2>');
  });

  it('shows markup of the text as text', () => {
    const html = htmlOf('A <script>alert(1)</script> and `<b>`\n\n<img src="https://x/y.png">\n');
    expect(html).not.toMatch(/<(script|img)/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('<code>&lt;b&gt;</code>');
  });

  it('puts each table into a box of its own name that scrolls', () => {
    const html = htmlOf('| a | b |\n| - | -: |\n| 1 | 2 |\n\ntext\n\n| a |\n| - |\n| 1 |\n');
    expect(html.match(/aria-label="[^"]*"/g)).toEqual([
      'aria-label="Table 1, may scroll sideways"',
      'aria-label="Table 2, may scroll sideways"',
    ]);
    expect(html).toContain('align="right"');
  });
});

describe('links between texts', () => {
  it('lead to pages, to headings and to files that are copied', () => {
    const root = folderOf({
      'README.md': '# R\n\n[team](docs/team.md#trust) [up](#r) [web](https://example.org)\n',
      'docs/team.md':
        '# Team\n\n## Trust\n\n[data](data/rows%20of.json) [home](../README.md) ![x](x.svg)\n',
      'docs/data/rows of.json': '[]',
      'docs/x.svg': '<svg/>',
      'deploy/more.md': '# Not linked\n',
    });
    const { texts, files } = siteTexts(root);
    expect(texts.map(({ path }) => path)).toEqual(['index.html', 'docs/team.html']);
    expect(files).toEqual(['docs/data/rows of.json', 'docs/x.svg']);
    expect(texts[0]!.html).toContain('href="docs/team.html#trust"');
    expect(texts[0]!.html).toContain('href="#r"');
    expect(texts[0]!.html).toContain('href="https://example.org"');
    expect(texts[1]!.html).toContain('href="../docs/data/rows%20of.json"');
    expect(texts[1]!.html).toContain('href="../index.html"');
  });

  it('bring in other texts', () => {
    const root = folderOf({ 'README.md': '[a](x/a.md)', 'x/a.md': '# A\n' });
    expect(siteTexts(root).texts.map(({ path }) => path)).toEqual(['index.html', 'x/a.html']);
  });

  it.each([
    ['[a](gone.md)', /README\.md › line 3: a link that leads nowhere \(got "gone\.md"/],
    ['`[a](b.md)` and [a](docs)', /line 3: a link that leads nowhere \(got "docs"/],
    ['[a](../../etc/hosts)', /line 3: a link that leads nowhere/],
    ['[a](docs/b.md#none)', /line 3: a heading that is not there \(got "docs\/b\.md#none"/],
    ['[a](#none)', /line 3: a heading that is not there .*README\.md/],
    ['![a](https://example.org/a.png)', /line 3: a picture from elsewhere/],
    ['![a](//example.org/a.png)', /line 3: a picture from elsewhere/],
  ])('fail with file and line: %s', (line, message) => {
    const root = folderOf({ 'README.md': `# R\n\n${line}\n`, 'docs/b.md': '# B\n' });
    expect(() => siteTexts(root)).toThrow(message);
  });

  it('are all named at once', () => {
    const root = folderOf({ 'README.md': '[a](x.md)\n\n[b](x.md)\n', 'docs/b.md': '[c](y.md)\n' });
    expect(() => siteTexts(root)).toThrow(/line 1: .*\n.*line 3: .*\ndocs\/b\.md › line 1: /);
  });
});

describe('the site of this workspace', () => {
  const sheets = [
    { dataset: 'shapes-tc', file: 'docs/quickstart-utility.svg', description: 'TC--' },
  ];
  const files = siteFiles({ root: workspace, code: __filename }, sheets);
  const pages = [...files].filter(([path]) => path.endsWith('.html'));

  it('has README, the documentation, the list of reports and the images', () => {
    for (const path of ['index.html', 'docs/index.html', 'docs/team.html', 'CONTRIBUTING.html']) {
      expect(files.has(path)).toBe(true);
    }
    expect(String(files.get('reports/index.html'))).toContain('mini/finding-1');
    expect(String(files.get('sheets/index.html'))).toContain('src="shapes-tc.png"');
    expect(String(files.get('docs/index.html'))).toContain('href="../docs/team.html"');
  });

  it.each(
    pages
      .map(([path]) => path)
      .filter((path) => !/^reports\/./.test(path) || path === 'reports/index.html'),
  )('%s requests nothing from elsewhere, and all its links lead to files of the site', (path) => {
    const text = String(files.get(path));
    expect(text).not.toMatch(/<script|<link|url\(|@import|src="(https?:)?\/\//);
    for (const [, address] of text.matchAll(/(?:href|src)="([^"#]+)/g)) {
      if (/^(https?|mailto):/.test(address!)) continue;
      const target = posix.join(posix.dirname(path), decodeURIComponent(address!));
      expect([address, files.has(target)]).toEqual([address, true]);
    }
  });
});

describe('writing a site', () => {
  it('replaces an earlier one, and removes what is no part of it', () => {
    const folder = join(temporaryFolder('site'), 'new');
    writeSite(
      folder,
      new Map([
        ['index.html', 'one'],
        ['docs/a.html', 'a'],
      ]),
    );
    writeFileSync(join(folder, 'CNAME'), 'example.org');
    writeSite(folder, new Map([['index.html', 'two']]));
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('two');
    expect(existsSync(join(folder, 'docs/a.html'))).toBe(false);
    // What somebody added, as hosts ask for, stays.
    expect(existsSync(join(folder, 'CNAME'))).toBe(true);
  });

  it('refuses a folder with other files', () => {
    const folder = folderOf({ 'letters/to-ann.txt': 'Dear Ann' });
    expect(() => writeSite(folder, new Map([['index.html', 'x']]))).toThrow(/--output FOLDER/);
    expect(existsSync(join(folder, 'index.html'))).toBe(false);
  });
});
