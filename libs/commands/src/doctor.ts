import { jsonFlag, readFlags } from '@nhat/documents';
import { diagnose } from '@nhat/engine/doctor';
import type { Diagnosis } from '@nhat/engine/doctor';

/**
 * `nx doctor engine [--json]`: shows the engine of this machine, why faster ones are missing, and whether its gradients are
 * right.
 */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx doctor engine', args, jsonFlag);
  const diagnosis = await diagnose();
  process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : describe(diagnosis));
  return diagnosis.healthy ? 0 : 1;
}

function describe(diagnosis: Diagnosis): string {
  const { engine, library, gradients, convolutionGflops, missed } = diagnosis;
  const device = engine.gpu ? 'GPU' : diagnosis.processor;
  const speeds = Object.entries(convolutionGflops).map(
    ([precision, speed]) => `${precision} ${speed}`,
  );
  const widest = Math.max(...gradients.map(({ operation }) => operation.length));
  const lines = [
    `engine      ${engine.name} (${library} ${engine.version}, Node ${diagnosis.node})`,
    `device      ${device}, ${diagnosis.cores} cores, ${engine.threads} thread a process`,
    `GFLOP/s     ${speeds.join(', ')} (3 × 3 convolution); auto takes ${diagnosis.automaticPrecision}, as measured first`,
    `cache       ${diagnosis.cache}`,
    ...missed.map((one) => `not above   ${one.engine}: ${one.why}`),
    '',
    ...gradients.map((gradient) => {
      const verdict = gradient.right ? 'right' : 'WRONG';
      const error = `relative error ${gradient.relativeError.toExponential(1)}`;
      const found = gradient.failure ? `not computed: ${gradient.failure}` : error;
      return `${verdict}  ${gradient.operation.padEnd(widest)}  ${gradient.precision.padEnd(8)}  ${found}`;
    }),
    '',
    diagnosis.healthy
      ? `${gradients.length} gradients are right.`
      : 'Some gradients are WRONG: do not trust trainings on this machine that need these operations.',
  ];
  return `${lines.join('\n')}\n`;
}
