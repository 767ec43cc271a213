import { UserError, membersOf, resolvePipeline, stableJson } from '@nhat/documents';
import type {
  DatasetConfig,
  JsonObject,
  LabelRange,
  SourcePlace,
  WorkspaceDocuments,
} from '@nhat/documents';
import { datasetsOfSeeds, rangeProblems } from '@nhat/documents/range-rules';
import { throwProblems } from '@nhat/documents/validate';

/**
 * Looks at the files of the datasets of pipelines, and of all that these include. Throws a UserError that names each label budget and each
 * added training with more labels than there are training images, or with fewer than classes. Files that are missing or cannot be a
 * dataset are passed over, because whatever makes images of them says so.
 */
export async function checkBudgets(
  workspace: WorkspaceDocuments,
  names: readonly string[],
  place: SourcePlace,
): Promise<void> {
  const { sources } = workspace.registries;
  const all = names.flatMap((name) => membersOf(resolvePipeline(workspace, name)));
  const members = [...new Map(all.map((one) => [one.name, one])).values()];
  const ranges = new Map<string, LabelRange | undefined>();
  for (const data of members.flatMap((one) => datasetsOfSeeds(one, sources))) {
    const key = keyOf(data);
    if (ranges.has(key)) continue;
    ranges.set(key, await foundRange(workspace, data, place));
  }
  throwProblems(
    members.flatMap((one) => rangeProblems(workspace, one, (data) => ranges.get(keyOf(data)))),
  );
}

const keyOf = (data: DatasetConfig): string => stableJson(data as unknown as JsonObject);

async function foundRange(
  { registries: { sources } }: WorkspaceDocuments,
  data: DatasetConfig,
  place: SourcePlace,
): Promise<LabelRange | undefined> {
  try {
    return await sources[data.source.name]!.labelRange?.(data, place);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
