import { join, relative, resolve, sep } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { readFlags, userError } from '@nhat/documents';
import { packPath, readPack } from '@nhat/packs';
import type { Pack } from '@nhat/packs';
import type { PublishedFacts } from '@nhat/runner/pipeline-record';
import { writeReportsIndex } from '@nhat/site/write-reports-index';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { pathForUser, userPath } from '@nhat/workspace/user-folder';
import { answerData, moreLine } from './answer-data';
import { askedPipeline } from './asked-pipeline';
import { packDifferences } from './pack-differences';
import { publishedFlags } from './pack-flags';
import { publishedAnswer } from './published-answer';
import { shellWord } from './shell-word';

/**
 * `nx published <pipeline> [--json] [--output FILE] [--warnings] [--pack FILE]`: prints the table of the pack of the pipeline in
 * NHAT_PIPELINE, says by which code it was computed, and writes its page below `reports/published/`. Nothing runs.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const name = askedPipeline('published');
  const flags = readFlags(`nx published ${name}`, args, publishedFlags);
  const { json, output, warnings, pack: file } = flags;
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const path = file === undefined ? packPath(name) : fromRoot(root, userPath(root, file));
  const pack = packAt(root, path, name);
  checkName(root, pack, path, name);
  const facts = { path, digest: pack.digest, ...(await packDifferences(root, pack)) };
  const folder = join(root, 'reports', 'published', name);
  const answer = await publishedAnswer({ root, folder, code: __filename, pack, facts }, warn);
  const data = answer === undefined ? '[]\n' : answerData(answer);
  const say = (text: string) => void (json ? undefined : process.stdout.write(`${text}\n`));
  if (json) process.stdout.write(data);
  say(`${introduction(root, pack, facts)}\n`);
  say(
    answer === undefined
      ? 'No utility is among these nodes, so there is no table yet.'
      : `${answer.summary}\n`,
  );
  if (warnings && answer !== undefined) say(answer.details);
  const written = output === undefined ? undefined : userPath(root, output);
  if (written !== undefined) writeAtomic(written, data);
  await answer?.write();
  await writeReportsIndex({ root, code: __filename }, warn);
  if (answer !== undefined) say(`Report: ${pathForUser(root, join(folder, 'index.html'))}`);
  if (written !== undefined) say(`JSON: ${pathForUser(root, written)}`);
  if (answer === undefined) return;
  const asked = `npx nx published ${name}${file === undefined ? '' : ` --pack=${shellWord(file)}`}`;
  if (!warnings) say(moreLine(answer.warnings, asked));
}

/** A path from the root where it leads into the workspace. */
const fromRoot = (root: string, path: string): string =>
  path.startsWith(join(root, sep)) ? relative(root, path) : path;

function packAt(root: string, path: string, name: string): Pack {
  const found = readPack(resolve(root, path));
  if (found.kind === 'pack') return found.pack;
  if (found.kind === 'missing') {
    throw userError(path, 'there is no such pack', {
      advice: `\`npx nx pack ${name}\` writes it from the results of this workspace.`,
    });
  }
  throw userError(path, 'damaged', { got: found.why, advice: 'Bring it back from git.' });
}

/** Throws where the pack is that of another pipeline, whose command shows it. */
function checkName(root: string, pack: Pack, path: string, name: string): void {
  const other = pack.pipeline.name;
  if (other === name) return;
  const flag =
    path === packPath(other) ? '' : ` --pack=${shellWord(pathForUser(root, resolve(root, path)))}`;
  throw userError(path, 'the pack of another pipeline', {
    got: other,
    expected: name,
    advice: `\`npx nx published ${shellWord(other)}${flag}\` shows it.`,
  });
}

function introduction(
  root: string,
  pack: Pack,
  { path, digest, differences, unread }: PublishedFacts,
): string {
  const { checkout, keys, planned, pipeline } = pack;
  const commit = checkout === null ? '' : ` at commit ${checkout.commit.slice(0, 12)}`;
  const changed = checkout?.changed ? ' with uncommitted changes' : '';
  const about = `${path}: ${keys.length} of ${planned} nodes, packed${commit}${changed} (${digest.slice(0, 12)})`;
  const images =
    unread === undefined ? [] : [`Its images are not here (${unread}) and count as those of then.`];
  if (differences.length === 0) {
    return [about, 'Computed by the code and the document of today.', ...images].join('\n');
  }
  const head = 'Computed by other code or by another document than those of today:';
  const isAsked = readWorkspace(root).pipelines.names.includes(pipeline.name);
  return [
    ...[about, head, ...differences.map((one) => `  ${one}`), ...images],
    ...(isAsked ? [`What computing it today would cost: npx nx plan ${pipeline.name}`] : []),
  ].join('\n');
}
