'use strict';
// Bundles that esbuild made, in .nhat/tools/: each is reused while every source it was made of has the same content, while no file was
// added that an import could lead to instead, and while it is whole itself. So nothing runs stale or damaged code.
const { createHash, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const {
  bundleOf,
  readBundle,
  readIfThere,
  withChecksum,
  withoutChecksum,
  writeWhole,
} = require('./run-cached.cjs');

const root = path.resolve(__dirname, '..');
const folder = path.join(root, '.nhat', 'tools');
const SOURCE = /(?<!\.spec)\.(ts|tsx|js|jsx|mjs|cjs|json)$/;

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const bundlePath = (name) => path.join(folder, `${name}.cjs`);
const recordPath = (name) => path.join(folder, `${name}.json`);

/** Digest of the content of files, each a path in the workspace, and of the names of all sources. */
function sourcesDigest(files, names = sourceNames()) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readIfThere(path.join(root, file));
    hash.update(`${file} ${content?.length}\n`);
    if (content) hash.update(content);
  }
  for (const name of names) hash.update(`${name}\n`);
  return hash.digest('hex');
}

function sourceNames() {
  const names = [];
  const visit = (below) => {
    for (const entry of entriesOf(path.join(root, below))) {
      const name = `${below}/${entry.name}`;
      if (entry.isDirectory()) visit(name);
      else if (SOURCE.test(name)) names.push(name);
    }
  };
  for (const { name } of entriesOf(path.join(root, 'libs'))) visit(`libs/${name}/src`);
  return names.sort();
}

function entriesOf(directory) {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'EMFILE' || error.code === 'ENFILE') throw error;
    return [];
  }
}

/** Whether the sources at `root` are those of a record; false for what is no record. */
function isCurrent(record) {
  return Array.isArray(record?.inputs) && sourcesDigest(record.inputs) === record.sources;
}

/** What a file says of a bundle; undefined for what is no JSON. */
function readRecord(file) {
  try {
    return JSON.parse(String(readIfThere(file)));
  } catch (error) {
    if (error.syscall) throw error;
    return undefined;
  }
}

/** The bundle of this name, `{ file, text, digest }`, if it is whole and its sources are unchanged; undefined otherwise. */
function keptBundle(name) {
  const bundle = readBundle(bundlePath(name));
  if (bundle === undefined) return undefined;
  const record = readRecord(recordPath(name));
  return record?.code === bundle.digest && isCurrent(record) ? bundle : undefined;
}

/** What was kept of a bundle, `{ code, map, inputs }`; undefined where it is no longer right or the map is damaged. */
function keptCode(name) {
  const bundle = keptBundle(name);
  if (bundle === undefined) return undefined;
  const { inputs, map: digest } = readRecord(recordPath(name));
  const map = String(readIfThere(`${bundle.file}.map`));
  return sha256(map) === digest ? { code: withoutChecksum(bundle.text), map, inputs } : undefined;
}

/** What `keepBundle` must know of the time before esbuild reads the sources. The clock is that of the file system. */
function beforeBundle() {
  const names = sourceNames();
  const mark = path.join(folder, `before.${randomBytes(8).toString('hex')}.part`);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(mark, '');
    const { ctimeMs } = fs.statSync(mark);
    fs.rmSync(mark);
    return { names, time: ctimeMs };
  } catch (error) {
    warnOnce(error);
    return { names };
  }
}

/**
 * Keeps what esbuild made of `inputs`, paths in the workspace, unless one of them has changed since `before`, because esbuild may have read the
 * earlier text. Where it cannot be written, each process makes the bundle again, which is slower. Returns the bundle.
 */
function keepBundle(name, { code, map, inputs }, { names, time }) {
  const file = bundlePath(name);
  const bytes = Buffer.from(withChecksum(code));
  const bundle = bundleOf(file, bytes);
  if (time === undefined || inputs.some((input) => changedAt(input) >= time)) return bundle;
  const sources = sourcesDigest(inputs, names);
  const record = { inputs, sources, code: bundle.digest, map: sha256(map) };
  const files = { [`${file}.map`]: map, [file]: bytes, [recordPath(name)]: JSON.stringify(record) };
  try {
    for (const [part, content] of Object.entries(files)) writeWhole(part, content);
  } catch (error) {
    warnOnce(error);
  }
  return bundle;
}

/** 0 for a file that is not there. */
const changedAt = (file) =>
  fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.ctimeMs ?? 0;

function warnOnce(error) {
  if (process.env.NHAT_TOOLS_UNKEPT) return;
  process.env.NHAT_TOOLS_UNKEPT = '1'; // The processes that this one starts do not repeat the warning.
  process.stderr.write(
    `${folder}: cannot be written (got "${error.code}"); each command compiles itself until it can. ${advice(error) ?? ''}\n`,
  );
}

/** Advice for an error of the operating system; undefined when the program is at fault. */
function advice({ code }) {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free some space on the disk.';
  if (code === 'EMFILE' || code === 'ENFILE') return 'Raise `ulimit -n`.';
  const closed = ['EACCES', 'EPERM', 'EROFS'].includes(code);
  return closed ? 'Change its owner or mode, or make the disk writable.' : undefined;
}

module.exports = {
  advice,
  beforeBundle,
  bundlePath,
  isCurrent,
  keepBundle,
  keptBundle,
  keptCode,
  readRecord,
  root,
};
