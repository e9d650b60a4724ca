// Builds the example in extension/ as its author would: against what npm would give them of this package.
import { execFile } from 'node:child_process';
import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = dirname(__dirname);
const run = promisify(execFile);

/** A folder for JupyterLab's `extra_labextensions_path`, with the example in it. */
export async function buildExtension(): Promise<string> {
  const place = join(ROOT, '.cache', 'extension');
  const modules = join(place, 'node_modules', 'jupyterlab-remote-ide');
  await rm(place, { recursive: true, force: true });
  await mkdir(modules, { recursive: true });
  await cp(join(ROOT, 'ui-tests', 'extension'), place, { recursive: true });
  const builder = join(ROOT, 'node_modules/@jupyter/builder/lib');
  const core = join(ROOT, 'node_modules/@jupyterlab/core-meta');
  const { stdout } = await run(
    'npm',
    ['pack', '--silent', '--pack-destination', place],
    { cwd: ROOT, timeout: 60_000 }
  );
  const inPlace = { cwd: place, timeout: 120_000 };
  const unpack = ['-xzf', stdout.trim(), '-C', modules];
  await run('tar', [...unpack, '--strip-components=1'], inPlace);
  await run('npx', ['tsc'], inPlace);
  await run(
    'node',
    [
      join(builder, 'build-labextension.js'),
      '--core-package-file',
      join(core, 'core.package.json'),
      '.'
    ],
    inPlace
  );
  const shown = join(place, 'labextensions', 'remote-ide-scratch');
  await cp(join(place, 'labextension'), shown, { recursive: true });
  return dirname(shown);
}
