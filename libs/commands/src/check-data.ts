import {
  jsonFlag,
  UserError,
  datasetConfig,
  flagHelp,
  readFlags,
  resolveDataset,
  resolvePipeline,
  unknownName,
  userError,
} from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { inspectFolder } from '@nhat/sources/inspect-folder';
import { borderOfPixels } from '@nhat/stages/imaging/border-of-pixels';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { checkVariables } from './check-variables';
import type { PipelineOfImages } from './data-card-advice';
import { cardText, isRefused } from './data-card-text';
import { slowProgress } from './slow-progress';

const HELP =
  'Looks at all images of a dataset of your own, and says what there is before anything trains.';

/** The source whose datasets can be checked. */
const SOURCE = 'folder';

/** `nx check <dataset> [--json]`: prints what a dataset of the user's own images holds. Returns 1 when a run would refuse it. */
export async function main([name, ...words]: string[], root = process.cwd()): Promise<number> {
  if (words.includes('--help') || name === '--help') {
    process.stdout.write(`npx nx check <dataset> [options]\n${HELP}\n\n${flagHelp(jsonFlag)}`);
    return 0;
  }
  const workspace = readWorkspace(root);
  const { datasets, registries } = workspace;
  const known = datasets.names;
  if (name === undefined || name.startsWith('-')) {
    throw userError('nx check', 'no dataset', {
      expected: 'the name of one, e.g. npx nx check my-photos',
    });
  }
  if (!known.includes(name)) throw new UserError(unknownName('nx check', name, known));
  const { json } = readFlags(`nx check ${name}`, words, jsonFlag);
  checkVariables(process.env);
  const dataset = resolveDataset(datasets, name, registries.sources);
  if (dataset.source.name !== SOURCE) {
    throw userError(`nx check ${name}`, 'a dataset that is not made of files', {
      got: dataset.source.name,
      expected: `the source ${SOURCE}`,
      advice: '`npx nx sheet render` draws rendered images.',
    });
  }
  const config = datasetConfig(dataset, dataset.images, registries.sources);
  const place = { root, environment: process.env };
  const progress = slowProgress({
    write: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
  });
  const looks = { onProgress: progress.part, measureBorder: borderOfPixels };
  const card = await inspectFolder(config, place, looks).finally(progress.end);
  process.stdout.write(
    json ? `${JSON.stringify(card, null, 2)}\n` : cardText(card, pipelinesWith(workspace, name)),
  );
  return isRefused(card) ? 1 : 0;
}

/** The pipelines that ask for a dataset themselves; one that cannot be read says why when it is run. */
function pipelinesWith(workspace: WorkspaceDocuments, name: string): PipelineOfImages[] {
  return workspace.pipelines.names.flatMap((pipeline) => {
    try {
      const { datasets, methods } = resolvePipeline(workspace, pipeline);
      if (!datasets.some(({ dataset }) => dataset === name)) return [];
      return {
        path: workspace.pipelines.path(pipeline),
        methods: [...new Set(methods.map((method) => method.name))],
      };
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}
