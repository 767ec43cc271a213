import type { JsonObject } from '@nhat/documents';
import { comparison } from './recompute';

type Case = [ReturnType<typeof comparison>, outcome: string, why: RegExp];

describe('a node that ran again', () => {
  it('is compared only with what the same engine on the same kind of processor computed', () => {
    const ran = { platform: 'linux-x64', nodeVersion: '', startedAt: '', seconds: 1 };
    const [xeon, epyc] = ['Xeon', 'EPYC'].map((model) => ({ model, digest: model }));
    const of = (score: number, facts: JsonObject, host = 'host-1') => ({
      outputs: { stage: 'scratch', blobs: {}, scores: { test: score } },
      ran: { ...ran, host, facts },
    });
    const engine = { rung: 'native', precision: 'bfloat16' };
    const onXeon = { engine, processor: xeon! };
    const float32 = { ...onXeon, engine: { ...engine, precision: 'float32' } };
    const scores = /; on test images 0\.5000 then, 0\.5125 now$/;
    const cases: Case[] = [
      [comparison(of(0.5, onXeon), of(0.5, { engine, processor: epyc! })), 'same', /^$/],
      [comparison(of(0.5, onXeon), of(0.5125, onXeon, 'host-2')), 'different', /scores/],
      [
        comparison(of(0.5, onXeon), of(0.5125, { engine, processor: epyc! })),
        ...(['not comparable', /^another processor \(Xeon\) computed it/] as const),
      ],
      [
        comparison(of(0.5, onXeon), of(0.5125, { engine, processor: epyc! })),
        ...(['not comparable', scores] as const),
      ],
      [
        comparison(of(0.5, { engine }), of(0.5125, onXeon)),
        ...(['not comparable', /^a processor that was not recorded computed it/] as const),
      ],
      ...[null, 7, { model: 3 }, { digest: 'x' }].map((processor): Case => [
        comparison(of(0.5, { engine, processor }), of(0.5125, onXeon)),
        'not comparable',
        /^a processor that was not recorded computed it/,
      ]),
      [
        comparison(
          of(0.5, { engine, processor: { model: 'X\u001b[31m', digest: 'x' } }),
          of(0.5125, onXeon),
        ),
        ...(['not comparable', /\(X\\u001b\[31m\)/] as const),
      ],
      [comparison(of(0.5, { engine }), of(0.5, onXeon)), 'same', /^$/],
      [
        comparison(of(0.5, onXeon), of(0.5, float32)),
        ...([
          'not comparable',
          /^it was computed in bfloat16, and would be in float32 here$/,
        ] as const),
      ],
      [comparison(of(0.5, {}), of(0.5125, {})), 'different', /scores/],
      [comparison(of(0.5, {}), of(0.5125, {}, 'host-2')), 'not comparable', /^another machine/],
    ];
    for (const [{ outcome, why = '' }, expected, message] of cases) {
      expect([outcome, why]).toEqual([expected, expect.stringMatching(message)]);
    }
  });
});
