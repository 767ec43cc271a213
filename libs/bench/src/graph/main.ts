import { availableParallelism } from 'node:os';
import { readFlags, userError } from '@nhat/documents';
import { benchGraphFlags } from '@nhat/commands/bench-graph-flags';
import { measureBareNx } from './measure-bare-nx';
import { measureGraph, measureWaiting } from './measure-graph';
import type { GraphFigures } from './measure-graph';
import { measureSnakemake, snakemakeVersion } from './measure-snakemake';
import type { PeerFigures } from './measure-snakemake';

/**
 * `nx bench graph [--json] [--nodes 1000,5000] [--runs 3] [--own-processes] [--waiting 500]`: what plan, plugin, Nx, runner and store cost
 * when the nodes themselves do next to nothing; the least that Nx alone takes for as many nodes; and the same graph on Snakemake,
 * when it is on the path.
 */
export async function main(args: string[]): Promise<void> {
  const values = readFlags('nx bench graph', args, benchGraphFlags);
  const runs = count('--runs', values.runs ?? '3');
  const ownProcesses = values['own-processes'];
  if (values.waiting !== undefined)
    return printWaiting(count('--waiting', values.waiting), values.json);
  const version = snakemakeVersion();
  const say = (line: string) => values.json || process.stdout.write(`${line}\n`);
  if (version === undefined) say('No snakemake on the path: nothing to compare with.');
  const figures: Record<string, GraphFigures> = {};
  const bareNxMs: Record<string, number> = {};
  const peer: Record<string, PeerFigures> = {};
  for (const nodes of (values.nodes ?? '1000,5000')
    .split(',')
    .map((text) => count('--nodes', text))) {
    figures[nodes] = await measureGraph(process.cwd(), nodes, { runs, ownProcesses });
    say(line(`${figures[nodes].nodes} nodes, nhat`, figures[nodes]));
    bareNxMs[nodes] = Math.round(await measureBareNx(process.cwd(), nodes, runs));
    say(bareLine(figures[nodes], bareNxMs[nodes]));
    if (version === undefined) continue;
    peer[nodes] = await measureSnakemake(nodes, runs);
    say(line(`${peer[nodes].nodes} nodes, Snakemake ${version}`, peer[nodes]));
  }
  if (!values.json) return;
  const compared = version === undefined ? null : { name: 'snakemake', version, ...peer };
  const record = {
    ...figures,
    bareNxMs,
    peer: compared,
    runs,
    ownProcesses,
    cores: availableParallelism(),
  };
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
}

async function printWaiting(parallel: number, json: boolean): Promise<void> {
  const waiting = await measureWaiting(process.cwd(), parallel);
  const { nodes, megabytes } = waiting;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...waiting, parallel }, null, 2)}\n`
      : `${nodes} nodes wait for jobs of a cluster: ${megabytes} MB in all processes of the run\n`,
  );
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw userError(option, 'not a number for it', { got: text, expected: 'a whole number from 1' });
}

/** Below what Nx alone takes no plugin can come. */
const bareLine = ({ nodes, unchangedMs }: GraphFigures, bareMs: number): string =>
  `${nodes} cached targets of Nx alone that do nothing: ${(bareMs / 1000).toFixed(1)} s; ` +
  `nothing changed here takes ${(unchangedMs / bareMs).toFixed(2)} × as long`;

const line = (who: string, { coldMs, unchangedMs, oneFactorMs, ...rest }: PeerFigures): string => {
  const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const { unchangedDaemonMs, peakMB, msPerNode, ownMsPerNode, restoredMs, restoredMsPerNode } =
    rest as Partial<GraphFigures>;
  return [
    `${who}: all ${s(coldMs)}`,
    ...(msPerNode === undefined
      ? []
      : [`${msPerNode} ms a node (a process of its own without Nx: ${ownMsPerNode})`]),
    `nothing changed ${s(unchangedMs)}`,
    ...(unchangedDaemonMs === undefined ? [] : [`with the daemon ${s(unchangedDaemonMs)}`]),
    `one factor ${s(oneFactorMs)}`,
    ...(restoredMs === undefined
      ? []
      : [`all from the store ${s(restoredMs)} (${restoredMsPerNode} ms a node)`]),
    ...(peakMB === undefined ? [] : [`${peakMB} MB`]),
  ].join(', ');
};
