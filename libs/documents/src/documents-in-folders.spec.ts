import { resolvePipeline } from '.';
import { least, workspace } from './testing/workspace';

describe('a pipeline in a folder', () => {
  it('is named and extended by its path', () => {
    const documents = workspace({
      'deep/er/x': { extends: 'deep/base', question: 'How?' },
      'deep/base': least,
    });
    expect(documents.pipelines.names).toEqual(['deep/base', 'deep/er/x']);
    expect(resolvePipeline(documents, 'deep/er/x')).toMatchObject({
      name: 'deep/er/x',
      budgets: { scratch: [10, 20] },
    });
    expect(() =>
      resolvePipeline(workspace({ 'a/x': { extends: 'base' }, 'a/base': least }), 'a/x'),
    ).toThrow(/^pipelines\/a\/x\.json › extends: unknown name.*"a\/base"\?$/);
  });

  it('has folders with names that Nx and file systems take', () => {
    const documents = workspace({ 'Deep er/x': least });
    expect(() => resolvePipeline(documents, 'Deep er/x')).toThrow(
      /^pipelines\/Deep er\/x\.json: not a name for a document \(got "Deep er"; expected lower-case/,
    );
  });
});
