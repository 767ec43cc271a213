import { BUDGETS, METHODS, SEEDS, datasetCount } from './grid-documents';

/** Paths of the configuration of a dataset, which its rendering reads. */
export const snakeDataset = (at: number): string => `datasets/${at}.json`;

/**
 * The grid of `gridDocuments` as Snakemake rules: the same nodes and edges. Each job is a shell line that hashes its
 * inputs, cheaper than a process of Node.
 */
export function snakefile(nodes: number): string {
  return `
D = range(${datasetCount(nodes)})
M = ${JSON.stringify(METHODS)}
N = ${JSON.stringify(BUDGETS)}
S = range(${SEEDS})

rule all:
    input: expand("out/utility-{d}-{m}", d=D, m=M)

${rule('images', '"datasets/{d}.json"', 'out/images-{d}')}
${rule('pretrain', '"out/images-{d}"', 'out/pretrain-{d}-{m}')}
${rule('scratch', '"out/images-{d}"', 'out/scratch-{d}-n{n}-s{s}')}
${rule('finetune', '"out/images-{d}", "out/pretrain-{d}-{m}"', 'out/finetune-{d}-{m}-n{n}-s{s}')}
${rule('base', 'expand("out/scratch-{{d}}-n{n}-s{s}", n=N, s=S)', 'out/base-{d}')}
${rule('curve', 'expand("out/finetune-{{d}}-{{m}}-n{n}-s{s}", n=N, s=S)', 'out/curve-{d}-{m}')}
${rule('spread', 'expand("out/base-{d}", d=D), expand("out/curve-{d}-{m}", d=D, m=M)', 'out/spread')}
${rule('utility', '"out/base-{d}", "out/curve-{d}-{m}", "out/spread"', 'out/utility-{d}-{m}')}
`;
}

const rule = (name: string, input: string, output: string): string => `rule ${name}:
    input: ${input}
    output: "${output}"
    wildcard_constraints: d="[0-9]+", m="[a-z]+", n="[0-9]+", s="[0-9]+"
    shell: "cat {input} | sha256sum > {output}"
`;
