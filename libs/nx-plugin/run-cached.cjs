'use strict';
// Runs a CommonJS bundle with V8's compiled code from an earlier process: what `module.enableCompileCache` does from
// Node 22 on. V8 checks the version of its cache but only the length of the text, so the cache is named by the text's digest.
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const MARK = '\n// digest: ';
const DIGITS = 16;
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
const loaded = new Map();

/** The text with a last line that says what it is. */
function withDigest(text) {
  const { createHash } = require('node:crypto');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
  return `${text.trimEnd()}${MARK}${digest}`;
}

/** The exports of a bundle that ends with its digest. */
function runCached(file) {
  const known = loaded.get(file);
  if (known) return known.exports;
  const text = fs.readFileSync(file, 'utf8');
  const cache = `${file}.${text.slice(-DIGITS)}.v8`;
  const cachedData = readIfThere(cache);
  const script = new vm.Script(`(function (${PARAMETERS.join(', ')}) {${text}\n})`, {
    filename: file,
    cachedData,
  });
  const module = { exports: {}, filename: file, id: file, loaded: false };
  loaded.set(file, module);
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(file), module, file, path.dirname(file));
  module.loaded = true;
  if (cachedData === undefined || script.cachedDataRejected) keep(cache, file, script);
  return module.exports;
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Writes the cache and removes those of other texts; when that fails, only speed is lost. */
function keep(cache, file, script) {
  try {
    const folder = path.dirname(file);
    const older = fs
      .readdirSync(folder)
      .filter((name) => name.startsWith(`${path.basename(file)}.`) && name.endsWith('.v8'));
    older.forEach((name) => fs.rmSync(path.join(folder, name), { force: true }));
    fs.writeFileSync(`${cache}.${process.pid}.part`, script.createCachedData());
    fs.renameSync(`${cache}.${process.pid}.part`, cache);
  } catch {
    // A folder that may not be written.
  }
}

module.exports = { runCached, withDigest };
