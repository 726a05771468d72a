/**
 * Runs a script of one file with the machine code that is kept beside it. `node start-child.js FILE`; with `--keep` it is run without
 * input, and what was compiled for that is kept.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { constants, Script } from 'node:vm';

const [filename, keep] = process.argv.slice(2);
const code = `${filename}.code`;
const script = new Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`,
  {
    filename,
    cachedData: existsSync(code) ? readFileSync(code) : undefined,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  },
);
if (keep === '--keep') process.once('exit', () => writeFileSync(code, script.createCachedData()));
const own = { exports: {} };
script.runInThisContext()(own.exports, createRequire(filename), own, filename, dirname(filename));
