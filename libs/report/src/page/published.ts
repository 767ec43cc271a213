import type { Report } from '../report';
import { html } from './markup';
import type { Content } from './markup';
import type { Section } from './section';

/** Says of results from a pack which pack it is, and whether the code and the document of today would give them. */
export const published: Section = {
  id: 'published',
  title: 'Published results',
  render: ({ provenance: { published: pack, command, checkout } }) => {
    if (pack === undefined) return null;
    const commit =
      checkout === null
        ? ''
        : html` at commit <code title="${checkout.commit}">${checkout.commit.slice(0, 12)}</code>`;
    const about = html`<p>
      From <code>${pack.path}</code>, packed${commit}; SHA-256 of its content:
      <code title="${pack.digest}">${pack.digest.slice(0, 12)}</code>.
    </p>`;
    const images =
      pack.unread === undefined
        ? ''
        : html`<p>Its images were not there (${pack.unread}) and count as those of then.</p>`;
    if (pack.differences.length === 0) {
      return html`${about}
        <p>The code and the document of today have exactly these results.</p>
        ${images}`;
    }
    return html`${about} ${images}
      <p><strong>Computed by other code or by another document than those of today</strong>:</p>
      <ul>
        ${pack.differences.map((one) => html`<li>${one}</li>`)}
      </ul>
      <p>
        <code>${command.replace('utility', 'plan')}</code> says what computing it today would cost.
      </p>`;
  },
};

/** What the first line of a page says of results from a pack; nothing of results of this workspace. */
export function publishedMark({ provenance: { published: pack } }: Report): Content {
  if (pack === undefined) return '';
  const code = pack.differences.length > 0 ? ', computed by other code than that of today' : '';
  return html` · <a href="#published">published results</a>${code}`;
}
