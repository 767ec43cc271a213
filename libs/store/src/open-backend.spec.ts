import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from './open-backend';

describe('what NHAT_STORE names', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'nhat-open-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ['localhost:8080/nhat', 'without https://'],
    ['store.example.org:443', 'without https://'],
    ['http:/localhost:8080/nhat', 'without ://'],
    ['https//store.example.org/nhat', 'without ://'],
    ['HTTPS:store.example.org/nhat', 'without ://'],
    ['~/nhat', 'a ~ that no shell has replaced'],
    ['~ann/nhat', 'a ~ that no shell has replaced'],
    ['htp://localhost/nhat', 'unknown kind of store'],
    ['ftp://ann:pass-word@localhost/nhat', 'unknown kind of store'],
  ])('is refused where it is the mistake %j', (location, what) => {
    const act = () => openBackend(location, root, {});
    expect(act).toThrow(/^NHAT_STORE: /);
    expect(act).toThrow(what);
    expect(act).not.toThrow(/pass-word/);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    'store',
    './store',
    '../store of a team/',
    '/mnt/équipe/nhat',
    'a:b',
    'C:/store',
    'http',
  ])('may be the folder %j', (location) => {
    expect(openBackend(location, root, {}).folder).toBe(resolveFrom(root, location));
  });
});

const resolveFrom = (root: string, location: string): string =>
  (location.startsWith('/') ? location : join(root, location)).replace(/\/$/, '');
