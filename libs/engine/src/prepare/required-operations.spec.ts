import fs from 'node:fs';
import path from 'node:path';
import { optionalOperations, requiredOperations } from './required-operations';

it('every operation that the sources call is listed, and no other', () => {
  const source = path.join(__dirname, '..');
  const files = fs
    .readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const called = files.flatMap((file) => {
    const text = fs.readFileSync(path.join(source, file), 'utf8');
    return [...text.matchAll(/\brun(?:One|Op|ById)\(\s*'(\w+)'/g)].map(([, name]) => name!);
  });
  const listed = [...requiredOperations, ...optionalOperations];
  expect([...new Set(called)].sort()).toEqual(listed.sort());
});
