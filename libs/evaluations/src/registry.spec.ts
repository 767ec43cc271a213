import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluationFile, evaluationLabel, evaluationSlug } from '@nhat/documents';
import type { EvaluationConfig } from '@nhat/documents';
import { evaluations } from './registry';

const camel = (name: string) =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const frozen = (frozenStatistics: string): EvaluationConfig => ({
  name: 'finetune',
  freezeAfter: 0,
  frozenStatistics,
});

describe('the registry of evaluations', () => {
  const choices: EvaluationConfig[] = [
    ...Object.keys(evaluations).map((name) => ({ name })),
    frozen('fixed'),
  ];

  it.each(choices)(
    'has a file with the code of %j in the form that the stage expects',
    (choice) => {
      const file = evaluationFile(evaluations, choice);
      if (choice.name === 'finetune' && !('freezeAfter' in choice)) {
        expect(file).toBeUndefined();
        return;
      }
      expect(existsSync(join(__dirname, `${file!}.ts`))).toBe(true);
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name, as a bundle does
      const module = (require(join(__dirname, file!)) as Record<string, object>)[camel(file!)];
      const { trained } = evaluations[choice.name]!;
      expect(module).toMatchObject({ wrapBackbone: expect.any(Function) });
      expect('fit' in module!).toBe(!trained);
      expect('head' in module!).toBe(trained);
    },
  );

  it.each<[EvaluationConfig, string, string]>([
    [{ name: 'finetune' }, 'finetune', ''],
    [frozen('fixed'), 'frozen to 0', 'freeze0'],
    [frozen('moving'), 'frozen to 0, moving statistics', 'freeze0-moving'],
    [{ name: 'linear' }, 'linear', 'linear'],
    [{ name: 'mlp' }, 'mlp', 'mlp'],
    [{ name: 'linear', regularisation: 'paper' }, 'linear, paper', 'linear-paper'],
    [{ name: 'linear', inversePenalty: 0.5 }, 'linear, C = 0.5', 'linear'],
    [{ name: 'knn', neighbours: 5 }, '5-nn', 'knn'],
    [{ name: 'knn' }, 'knn', 'knn'],
    [{ name: 'gone' }, 'gone', 'gone'],
  ])('derives the label and the node name parts of %j', (choice, label, slug) => {
    expect(evaluationLabel(evaluations, choice)).toBe(label);
    expect(evaluationSlug(evaluations, choice).join('-')).toBe(slug);
  });
});
