import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWriter } from '../testing/memory-trust';
import { readTeam } from './team-file';
import { workspaceTrust } from './trust';
import { makeWriter } from './writer-key';

describe('nhat-team.json', () => {
  let root: string;
  const write = (text: string) => writeFileSync(join(root, 'nhat-team.json'), text);
  const bob = newWriter();

  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'nhat-team-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('names whom the workspace trusts, besides this user', () => {
    const environment = { XDG_CONFIG_HOME: root };
    expect(readTeam(root)).toEqual([]);
    write(JSON.stringify({ writers: [{ name: 'bob', key: bob.id }] }));
    const own = makeWriter(environment);
    const trust = workspaceTrust(root, environment);
    expect([bob.id, own.id, newWriter().id].map(trust.nameOf)).toEqual(['bob', 'you', undefined]);
    expect(trust.writer().id).toBe(own.id);
  });

  it.each<[string, RegExp]>([
    ['', /not JSON/],
    ['[]', /not a list of writers/],
    ['{"writers":{}}', /not a list of writers/],
    ['{"writer":[]}', /got "writer"/],
    ['{"writers":["ann"]}', /writers\[0\]/],
    ['{"writers":[{"name":"ann","key":"ed25519:short"}]}', /writers\[0\].*doctor store/],
    [`{"writers":[{"name":"","key":"${newWriter().id}"}]}`, /writers\[0\]/],
    [`{"writers":[{"name":"a","key":"${newWriter().id}","role":"x"}]}`, /writers\[0\]/],
  ])('with a mistake is one line: %s', (text, message) => {
    write(text);
    expect(() => readTeam(root)).toThrow(message);
  });
});
