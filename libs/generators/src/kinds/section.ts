import type { Kind } from '../kind';

const FOLDER = 'libs/report/src/page';
const GOLDEN = 'libs/report/goldens/test-fixture-single.html';

/** The heading of a section: `My section` of `my-section`. */
const titleOf = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

/** Names what was measured. */
export const section: Kind = {
  registry: `${FOLDER}/sections.ts`,
  taken: ({ name }) => ({ folder: FOLDER, text: `id: '${name}',` }),
  files: ({ name, camel }) => ({
    [`${FOLDER}/${name}.ts`]: `
import { html } from './markup';
import type { Section } from './section';

/** Names what was measured. It is absent from a report without panels. */
export const ${camel}: Section = {
  id: '${name}',
  title: '${titleOf(name)}',
  render({ panels }) {
    if (panels.length === 0) return null;
    const measured = panels.map(
      ({ task, dataset, backbone }) => \`\${task} on \${dataset} with \${backbone}\`,
    );
    return html\`<p>\${measured.join('; ')}</p>\`;
  },
};
`,
    [`${FOLDER}/${name}.spec.ts`]: `
import { gridFixture } from '../testing/fixture';
import { elements, parseHtml, textOf } from '../testing/parse-html';
import { ${camel} } from './${name}';
import { page } from './page';
import { sections } from './sections';

it('names every panel in its place on the page, and is absent without panels', () => {
  const root = parseHtml(page(gridFixture, { drawn: [] }, sections));
  const [body] = elements(root, 'section').filter(({ attributes }) => attributes['id'] === '${name}');
  for (const { task, dataset } of gridFixture.panels) {
    expect(textOf(body!)).toContain(\`\${task} on \${dataset}\`);
  }
  expect(${camel}.render({ ...gridFixture, panels: [] }, { drawn: [] })).toBeNull();
});
`,
  }),
  insertions: ({ name, camel }) => [
    {
      file: `${FOLDER}/sections.ts`,
      lines: `import { ${camel} } from './${name}';`,
      at: 'imports',
    },
    { file: `${FOLDER}/sections.ts`, lines: `  ${camel},`, at: { before: 'provenance,' } },
    {
      file: GOLDEN,
      lines: `<li><a href="#${name}">${titleOf(name)}</a></li><li><a href="#provenance">`,
      at: { instead: /<li><a href="#provenance">/ },
    },
    {
      file: GOLDEN,
      lines: `<section id="${name}">
          <h2>${titleOf(name)}</h2>
          <p>classification on shapes-tc with resnet9</p>
        </section> <section id="provenance">`,
      at: { instead: /<section id="provenance">/ },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/report/src/page/${name}.spec.ts libs/report/src/page.spec.ts`,
    'npx nx page smoke   # once smoke has run: reports/smoke/index.html shows it',
    `What it prints for the fixture is in ${GOLDEN}, too.`,
  ],
};
