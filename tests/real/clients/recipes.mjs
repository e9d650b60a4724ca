// Prints what the panel copies for each client, as JSON: {client: [text, …]}. Facts and secret come on standard input.
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { rspack } from '@rspack/core';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const { facts, secret } = JSON.parse(await text(process.stdin));
const folder = await mkdtemp(join(tmpdir(), 'recipes-'));
try {
  await new Promise((resolve, reject) => {
    rspack(
      {
        context: ROOT,
        mode: 'none',
        target: 'node',
        entry: './src/connect/clients/index.ts',
        output: {
          path: folder,
          filename: 'index.cjs',
          chunkFilename: '[name].cjs',
          library: { type: 'commonjs2' }
        },
        resolve: { extensions: ['.ts'] },
        module: {
          rules: [
            {
              test: /\.ts$/,
              loader: 'builtin:swc-loader',
              options: { jsc: { parser: { syntax: 'typescript' } } }
            }
          ]
        }
      },
      (error, stats) => {
        if (error ?? stats.hasErrors()) {
          reject(error ?? new Error(stats.toString('errors-only')));
        } else {
          resolve();
        }
      }
    );
  });
  const { CLIENTS } = createRequire(import.meta.url)(join(folder, 'index.cjs'));
  const printed = {};
  for (const { id, load } of CLIENTS) {
    const { pieces } = (await load(id)).default;
    printed[id] = pieces(facts).map(piece => piece.text(secret));
  }
  console.log(JSON.stringify(printed));
} finally {
  await rm(folder, { recursive: true });
}
