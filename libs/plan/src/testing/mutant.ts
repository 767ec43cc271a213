import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Parent = Value[] | { [key: string]: Value };
type Place = { parent: Parent; key: string };

/** The bytes of a document with one to three things wrong; the same seed gives the same bytes. */
export function mutant(text: string, seed: number): Uint8Array {
  const random = stream('mutant', seed);
  const body = JSON.parse(text) as Value;
  for (let count = random.integer(3); count >= 0; count--) mutateValue(body, random);
  const changed = random.chance(0.6) ? JSON.stringify(body, null, 2) : mutateText(text, random);
  const bytes = new TextEncoder().encode(changed);
  return random.chance(0.1) ? flipped(bytes, random) : bytes;
}

function mutateValue(body: Value, random: Stream): void {
  const found = places(body);
  if (found.length === 0) return;
  const { parent, key } = random.pick(found);
  const holder = parent as { [key: string]: Value };
  const value = holder[key]!;
  const change = random.pick<() => Value | undefined>([
    () => strange(random),
    () => strange(random),
    () => (typeof value === 'number' ? value * random.pick([-1, 0, 0.5, 10, 1e6, 1e300]) : [value]),
    () => (typeof value === 'string' ? `${value}${random.pick(STRANGE_TEXTS)}` : `${value}`),
    () => (Array.isArray(value) ? [...value, ...value] : { name: value }),
    () => Array.from({ length: random.pick([50, 1001, 2000]) }, (_, i) => i + 1),
    () => nested(random.pick([5, 40, 60])),
    () => undefined,
  ])();
  if (change === undefined) delete holder[key];
  else holder[key] = change;
  if (random.chance(0.2)) holder[random.pick(STRANGE_KEYS)] = change ?? strange(random);
}

/** Every place of a document that holds a value. */
function places(value: Value): Place[] {
  if (value === null || typeof value !== 'object') return [];
  const parent = value as { [key: string]: Value };
  return Object.keys(parent)
    .slice(0, 100)
    .flatMap((key) => [{ parent, key }, ...places(parent[key]!).slice(0, 50)]);
}

function nested(levels: number): Value {
  let value: Value = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

const STRANGE_KEYS = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '',
  'a.b',
  'budgts',
  'ü',
];
const STRANGE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '../',
  '$(x)',
  "';",
  '🦊',
  'x'.repeat(70_000),
];
const STRANGE_VALUES: Value[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  ['constructor'],
  ['__proto__'],
  { name: 'constructor' },
  { name: 'toString' },
];

const strange = (random: Stream): Value =>
  random.chance(0.3) ? random.pick(STRANGE_TEXTS) : structuredClone(random.pick(STRANGE_VALUES));

function mutateText(text: string, random: Stream): string {
  const at = random.integer(text.length);
  const lines = text.split('\n');
  const line = random.integer(lines.length);
  return random.pick([
    () => text.slice(0, at),
    () =>
      text.slice(0, at) +
      random.pick(['"', '{', '}', '[', ',', ':', '\\', '\ufeff', 'NaN', '//']) +
      text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1 + random.integer(20)),
    () => [...lines.slice(0, line), lines[line]!, ...lines.slice(line)].join('\n'),
    () => [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n'),
    () => `\ufeff${text.replaceAll('\n', '\r\n')}`,
    () => '['.repeat(random.pick([10, 50_000])) + text,
    () => text.replace(/: [^,\n]+/, `: ${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    () => text + ' '.repeat(1_000_001),
  ])();
}

function flipped(bytes: Uint8Array, random: Stream): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[random.integer(copy.length)]! ^= 1 << random.integer(8);
  return copy;
}
