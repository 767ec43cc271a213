import { UserError, documentText, indexDocuments, resolvePipeline } from '@nhat/documents';
import type { DocumentFile, Documents, WorkspaceDocuments } from '@nhat/documents';
import { checkGraph } from './check-graph';
import { planPipeline } from './plan-pipeline';
import { mutant } from './testing/mutant';
import { repository } from './testing/documents';

const MUTANTS = 1000;
const { datasets, pipelines, registries } = repository;

const text = (documents: Documents, name: string) => JSON.stringify(documents.body(name), null, 2);

const files = (documents: Documents): DocumentFile[] =>
  documents.names.map((name) => ({ path: documents.path(name), text: text(documents, name) }));

const original = { dataset: files(datasets), pipeline: files(pipelines) };

/** A document as the workspace reads it from bytes. */
function fromBytes(path: string, bytes: Uint8Array): DocumentFile {
  try {
    return { path, text: documentText(path, bytes) };
  } catch (error) {
    return { path, text: '', fault: error as Error };
  }
}

/** The repository with one document replaced, and a pipeline that reads it. */
function mutated(seed: number): { workspace: WorkspaceDocuments; asked: string; path: string } {
  const kind = seed % 3 === 0 ? 'dataset' : 'pipeline';
  const file = original[kind][seed % original[kind].length]!;
  const changed = fromBytes(file.path, mutant(file.text, seed));
  const replaced = (of: DocumentFile[]) =>
    of.map((one) => (one.path === file.path ? changed : one));
  const name = file.path.replace(/^\w+\//, '').replace(/\.json$/, '');
  const reader = { ...pipelines.body('smoke'), datasets: [name] };
  const ownReader = { path: 'pipelines/reader.json', text: JSON.stringify(reader) };
  return {
    workspace: {
      registries,
      datasets: indexDocuments('dataset', replaced(original.dataset)),
      pipelines: indexDocuments('pipeline', [...replaced(original.pipeline), ownReader]),
    },
    asked: kind === 'dataset' ? 'reader' : name,
    path: file.path,
  };
}

/** What is wrong with an error that a user sees; nothing when it is a clear one. */
function complaints(error: unknown): string[] {
  if (!(error instanceof UserError)) return [`no message for users: ${(error as Error).stack}`];
  const { message } = error;
  return [
    ...(message.length <= 20_000 ? [] : [`${message.length} characters`]),
    ...(/^(datasets|pipelines)\/[\w/-]+\.json/.test(message) ? [] : [`no place: ${message}`]),

    ...(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(message)
      ? ['control characters']
      : []),
    ...(/\n\s+at /.test(message) ? ['a stack'] : []),
  ];
}

describe('of 1,000 documents with something wrong', () => {
  it('each gives a clear message or a valid plan', () => {
    const outcomes = { plans: 0, errors: 0 };
    const kinds = new Set<string>();
    for (let seed = 0; seed < MUTANTS; seed++) {
      const { workspace, asked } = mutated(seed);
      try {
        const pipeline = resolvePipeline(workspace, asked);
        // One seed of each, because a plan of 2,000 nodes takes as long as 20 documents.
        const plan = planPipeline({ ...pipeline, seeds: pipeline.seeds.slice(0, 1) });
        checkGraph(plan.nodes);
        outcomes.plans++;
      } catch (error) {
        expect([seed, complaints(error)]).toEqual([seed, []]);
        outcomes.errors++;
        kinds.add(/: ([a-zA-Z ]+)/.exec((error as Error).message)![1]!);
      }
    }
    expect(outcomes.plans).toBeGreaterThan(50);
    expect(outcomes.errors).toBeGreaterThan(500);
    expect(kinds.size).toBeGreaterThan(15);
  }, 120_000);
});
