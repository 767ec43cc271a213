'use strict';
// Runs a CommonJS bundle with V8's compiled code from an earlier process: what `module.enableCompileCache` does from
// Node 22 on. A bundle and a cache are used only when their digests are right: V8 checks the version of its cache and the
// length of the text but no sum, so that one changed bit may end the process or make it wait for ever.
const { createHash, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const MARK = '// sha256: ';
const LINE = MARK.length + 64 + 1;
const DIGEST_BYTES = 32;
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
const loaded = new Map();

const sha256 = (content) => createHash('sha256').update(content);

/** Appends a line with the digest of the text, as `withChecksum` of libs/artifacts does. */
function withChecksum(text) {
  const body = text.endsWith('\n') ? text : `${text}\n`;
  return `${body}${MARK}${sha256(body).digest('hex')}\n`;
}

/** A text as it was before `withChecksum`. */
const withoutChecksum = (text) => text.slice(0, -LINE);

/** The bundle in a file, `{ file, text, digest }`; undefined when it is not there or is not whole. */
function readBundle(file) {
  const bytes = readIfThere(file);
  return bytes && bundleOf(file, bytes);
}

function bundleOf(file, bytes) {
  const end = Math.max(0, bytes.length - LINE);
  const digest = sha256(bytes.subarray(0, end)).digest('hex');
  if (bytes.toString('latin1', end) !== `${MARK}${digest}\n`) return undefined;
  return { file, text: bytes.toString('utf8'), digest };
}

/** The exports of a bundle. */
function runCached({ file, text, digest }) {
  const known = loaded.get(digest);
  if (known) return known.exports;
  const cache = `${file}.${digest.slice(0, 16)}.v8`;
  const cachedData = readCache(cache, digest);
  const script = new vm.Script(`(function (${PARAMETERS.join(', ')}) {${text}\n})`, {
    filename: file,
    cachedData,
  });
  const module = { exports: {}, filename: file, id: file, loaded: false };
  loaded.set(digest, module);
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(file), module, file, path.dirname(file));
  module.loaded = true;
  if (cachedData === undefined || script.cachedDataRejected) keep(cache, digest, script);
  return module.exports;
}

/** Undefined for what cannot be read, whatever the reason: it is made anew. */
function readIfThere(file) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (error.code === 'EMFILE' || error.code === 'ENFILE') throw error;
    return undefined;
  }
}

/** First the digest of the text and of V8's bytes together, then those bytes. */
function readCache(file, digest) {
  const bytes = readIfThere(file);
  if (bytes === undefined) return undefined;
  const data = bytes.subarray(DIGEST_BYTES);
  return cacheDigest(digest, data).equals(bytes.subarray(0, DIGEST_BYTES)) ? data : undefined;
}

const cacheDigest = (digest, data) => sha256(digest).update(data).digest();

/** Writes the cache and removes those of other texts; when that fails, only speed is lost. */
function keep(cache, digest, script) {
  try {
    const folder = path.dirname(cache);
    const bundle = path.basename(cache).replace(/[0-9a-f]+\.v8$/, '');
    for (const name of fs.readdirSync(folder)) {
      const other = name.startsWith(bundle) && name.endsWith('.v8');
      if (other) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
    const data = script.createCachedData();
    writeWhole(cache, Buffer.concat([cacheDigest(digest, data), data]));
  } catch {
    // A folder that may not be written.
  }
}

/** Replaces also a folder that lies there. The temporary name is new, so that no link under it is followed. */
function writeWhole(file, content) {
  const part = `${file}.${randomBytes(8).toString('hex')}.part`;
  try {
    fs.writeFileSync(part, content, { flag: 'wx' });
    if (fs.lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      fs.rmSync(file, { recursive: true });
    }
    fs.renameSync(part, file);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
}

module.exports = {
  bundleOf,
  readBundle,
  readIfThere,
  runCached,
  withChecksum,
  withoutChecksum,
  writeWhole,
};
