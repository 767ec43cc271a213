import { list, plural } from '../number-format';
import type { Report } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

const short = (digest: string): string => digest.slice(0, 12);

/** The command, and the commit at which it was run. */
function reproduce({ command, checkout }: Report['provenance']): Markup {
  if (checkout === null) return html`<code>${command}</code>`;
  const changed = checkout.changed ? ' with uncommitted changes' : '';
  return html`<code>${command}</code> at commit <code>${checkout.commit}</code>${changed}`;
}

/** The files that runs of other programs were read from, as they follow the command. */
const scoresFiles = ({ scores = [] }: Report['provenance']): string =>
  scores.length === 0
    ? ''
    : `, with ${list(scores.map(({ path, runs }) => `${plural(runs, 'run')} of another program in ${path}`))}`;

/** Null where no processor was recorded. */
function processors({ processors: all }: Report['provenance']): string | null {
  if (all.every(({ model }) => model === null)) return null;
  const parts = all.map(({ model, networks }) => {
    const count = plural(networks, 'network');
    return model === null ? `${count} where it was not recorded` : `${count} on ${model}`;
  });
  return list(parts);
}

/** The code and the inputs behind the figures; equal on all machines with equal results. */
export const provenance: Section = {
  id: 'provenance',
  title: 'Provenance',
  render({ provenance: facts }) {
    const trainedOn = processors(facts);
    return html`<dl>
        <dt>Reproduce</dt>
        <dd>${reproduce(facts)}${scoresFiles(facts)}</dd>
        <dt>Newest result</dt>
        <dd>${facts.newest === null ? '–' : `${facts.newest.slice(0, 10)} (UTC)`}</dd>
        <dt>Engine</dt>
        <dd>${list(facts.engines) || '–'}</dd>
        <dt>Precision</dt>
        <dd>${list(facts.precision) || '–'}</dd>
        <dt>Ran on</dt>
        <dd>${list(facts.runtimes) || '–'}</dd>
        ${
          trainedOn &&
          html`<dt>Trained on</dt>
            <dd>${trainedOn}</dd>`
        }
      </dl>
      <details>
        <summary>Digests of ${plural(facts.nodes.length, 'node')}</summary>
        ${table(
          'The first digits of SHA-256: the action key covers configuration, code and inputs; equal keys mean equal results.',
          [
            { heading: 'node', text: true },
            { heading: 'action key', text: true },
            { heading: 'code', text: true },
            { heading: 'outputs', text: true },
          ],
          facts.nodes.map(({ name, actionKey, code, outputs }) => [
            name,
            short(actionKey),
            short(code),
            short(outputs),
          ]),
        )}
      </details>`;
  },
};
