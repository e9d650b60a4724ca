// @ts-check
// Bundles the script and the style of the pages that the server sends by itself, from lib/pages (so tsc comes first):
//   node scripts/build-pages.mjs [--development]
import { join } from 'node:path';

import { rspack } from '@rspack/core';

const ROOT = join(import.meta.dirname, '..');
const isDevelopment = process.argv.includes('--development');

const compiler = rspack({
  context: ROOT,
  mode: isDevelopment ? 'development' : 'production',
  // None of them evaluates text: the pages work under a strict Content-Security-Policy.
  devtool: isDevelopment ? 'source-map' : false,
  target: ['web', 'es2022'],
  entry: { pages: ['./lib/pages/index.js', './src/pages/pages.css'] },
  output: {
    path: join(ROOT, 'jupyterlab_remote_ide', 'pages', 'build'),
    filename: '[name].js',
    cssFilename: '[name].css',
    clean: true
  },
  // What can be shaken, before what browsers of long ago took.
  resolve: {
    mainFields: ['module', 'browser', 'main'],
    alias: {
      '@lumino/coreutils$': join(ROOT, 'scripts', 'promisedelegate.mjs')
    }
  },
  module: {
    rules: [
      { test: /\.css$/, type: 'css/auto' },
      // They only define, but do not say so; of each we use a little.
      { test: /node_modules[\\/]@lumino[\\/]/, sideEffects: false }
    ]
  },
  performance: isDevelopment ? false : { hints: 'error', maxAssetSize: 60_000 }
});

compiler.run((error, stats) => {
  if (error || stats?.hasErrors()) {
    process.exitCode = 1;
  }
  console.log(error?.message ?? stats?.toString({ preset: 'errors-warnings' }));
  compiler.close(() => undefined);
});
