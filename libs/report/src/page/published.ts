import { html } from './markup';
import type { Section } from './section';

/** Says of results from a pack which pack it is, and whether the code and the document of today would give them. */
export const published: Section = {
  id: 'published',
  title: 'Published results',
  render: ({ provenance: { published: pack, command, checkout } }) => {
    if (pack === undefined) return null;
    const commit = checkout === null ? '' : html` at commit <code>${checkout.commit}</code>`;
    const about = html`<p>
      From <code>${pack.path}</code>, packed${commit}; SHA-256 of its content:
      <code>${pack.digest}</code>.
    </p>`;
    if (pack.differences.length === 0) {
      return html`${about}
        <p>The code and the document of today have exactly these results.</p>`;
    }
    return html`${about}
      <p><strong>Computed by other code or by another document than those of today</strong>:</p>
      <ul>
        ${pack.differences.map((one) => html`<li>${one}</li>`)}
      </ul>
      <p>
        <code>${command.replace('utility', 'plan')}</code> says what computing it today would cost.
      </p>`;
  },
};
