// @ts-check
// Proves that the arrows are really drawn: those of scripts/arrows.mjs, and those of eslint.config.mjs about globals.
// Every line names a file, what it imports or writes, and whether that must be refused.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

import { ESLint } from 'eslint';

import rules from '../eslint.config.mjs';
import arrows from './arrows.mjs';

const ROOT = resolve(import.meta.dirname, '..');

/** @type {Record<string, {may: string[], mayNot: string[]}>} */
const imports = {
  'src/index.ts': {
    may: ['src/apps/plugin.ts', 'src/ui/plugin.ts', 'src/tokens.ts'],
    mayNot: ['src/apps/model.ts']
  },
  'src/tokens.ts': {
    may: ['src/contract.ts', 'src/core/client.ts', '@lumino/coreutils'],
    mayNot: ['src/apps/types.ts', 'src/ui/hooks.ts']
  },
  'src/contract.ts': {
    may: ['src/core/result.ts'],
    mayNot: ['src/apps/types.ts']
  },
  'src/core/decode.ts': {
    may: ['src/core/result.ts'],
    mayNot: ['@lumino/signaling', 'src/core/resource.ts']
  },
  'src/core/resource.ts': {
    may: ['@lumino/signaling'],
    mayNot: ['src/ports/types.ts', 'src/tokens.ts']
  },
  'src/ui/panel.tsx': {
    may: ['react', 'src/contract.ts'],
    mayNot: [
      'src/ports/model.ts',
      'src/apps/types.ts',
      'src/core/client.ts',
      'src/core/watch.ts'
    ]
  },
  'src/ui/messages.ts': { may: [], mayNot: ['src/core/client.ts'] },
  'src/ports/types.ts': {
    may: ['src/core/decode.ts', 'src/contract.ts'],
    mayNot: [
      '@lumino/signaling',
      'src/core/client.ts',
      'src/ports/model.ts',
      'src/apps/types.ts'
    ]
  },
  'src/ports/model.ts': {
    may: ['src/core/livelist.ts', 'src/core/client.ts', '@lumino/disposable'],
    mayNot: [
      ...['react', '@lumino/widgets', '@jupyterlab/apputils'],
      ...['src/ui/messages.ts', 'src/apps/model.ts', 'src/ports/section.tsx'],
      ...['src/nowhere.ts', 'jest', 'fs']
    ]
  },
  'src/ports/section.tsx': {
    may: ['src/ports/toasts.ts', 'src/ui/hooks.ts', 'src/contract.ts'],
    mayNot: [
      ...['src/core/client.ts', 'src/ports/plugin.ts', 'src/apps/types.ts']
    ]
  },
  'src/ports/plugin.ts': {
    may: ['src/ports/model.ts', 'src/tokens.ts', 'src/ports/section.tsx'],
    mayNot: ['src/apps/model.ts', 'src/apps/plugin.ts']
  },
  'src/connect/clients/vscode.ts': {
    may: ['src/connect/types.ts', 'src/connect/clients/index.ts'],
    mayNot: ['src/connect/model.ts']
  },
  'src/pages/start.ts': {
    may: ['src/core/frame.ts', 'src/apps/types.ts', 'src/apps/words.ts'],
    mayNot: [
      ...['src/apps/model.ts', 'src/ui/hooks.ts', '@jupyterlab/services'],
      'src/core/watch.ts'
    ]
  },
  'src/pages/server.ts': {
    may: ['src/core/watch.ts', 'src/core/reply.ts'],
    mayNot: []
  },
  'src/session/model.ts': { may: [], mayNot: ['src/pages/start.ts'] },
  'src/session/attic.ts': { may: [], mayNot: [] }
};

/** @type {[file: string, code: string, may: boolean][]} */
const statements = [
  ['src/ports/model.ts', `void fetch('api');`, false],
  ['src/ports/model.ts', `new WebSocket('ws://x');`, false],
  ['src/ports/model.ts', `void server.makeRequest('x', {}, s);`, false],
  ['src/core/client.ts', `void server.makeRequest('x', {}, s);`, true],
  ['src/core/client.ts', `new s.WebSocket('ws://x');`, false],
  ['src/core/watch.ts', `new s.WebSocket('ws://x');`, true],
  ['src/core/watch.ts', `void fetch('api');`, false]
];

/** A tree of files that import what is listed, types alone at that. @param {string} tree */
async function plant(tree) {
  await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  for (const name of ['package.json', 'tsconfig.json']) {
    await cp(join(ROOT, name), join(tree, name));
  }
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const [from, { may, mayNot }] of Object.entries(imports)) {
    const lines = [...may, ...mayNot].map(to => {
      const path = relative(dirname(from), to).replace(/[.]tsx?$/, '');
      const name = to.startsWith('src/') ? path.replace(/^(?![.])/, './') : to;
      if (to.startsWith('src/') && to !== 'src/nowhere.ts') {
        files.set(to, files.get(to) ?? '');
      }
      return `import type { x } from '${name}';\n`;
    });
    files.set(from, lines.join(''));
  }
  for (const [file, text] of files) {
    await mkdir(join(tree, dirname(file)), { recursive: true });
    await writeFile(join(tree, file), `${text}export {};\n`);
  }
}

/** What is wrong with the tree: `from -> to` by rule. @param {string} tree */
async function violations(tree) {
  const cruise = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
  const options = ['--config', join(ROOT, 'scripts/arrows.mjs')];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, cruise), ...options, '--output-type', 'json', 'src'],
    { cwd: tree, maxBuffer: 2 ** 26 }
  ).catch(error => error);
  /** @type {{from: string, to: string, rule: {name: string}}[]} */
  const found = JSON.parse(stdout).summary.violations;
  return found;
}

const wrong = [];
await mkdir(join(ROOT, '.cache'), { recursive: true });
const tree = await mkdtemp(join(ROOT, '.cache', 'arrows-'));
try {
  await plant(tree);
  const found = await violations(tree);
  const isRefused = (/** @type {string} */ from, /** @type {string} */ to) =>
    found.some(
      one =>
        one.from === from &&
        one.rule.name !== 'no-circle' &&
        (one.to.includes(`node_modules/${to}/`) ||
          join(dirname(from), one.to) === to.replace(/[.]ts$/, '') ||
          one.to === to)
    );
  for (const [from, { may, mayNot }] of Object.entries(imports)) {
    wrong.push(
      ...may
        .filter(to => isRefused(from, to))
        .map(to => `${from} may import ${to}`),
      ...mayNot
        .filter(to => !isRefused(from, to))
        .map(to => `${from} must not import ${to}`)
    );
  }
  const seen = new Set(found.map(({ rule }) => rule.name));
  wrong.push(
    ...(arrows.forbidden ?? [])
      .filter(({ name }) => !seen.has(name ?? ''))
      .map(({ name }) => `${name} is never broken`)
  );
} finally {
  await rm(tree, { recursive: true });
}

const eslint = new ESLint({
  cwd: ROOT,
  overrideConfigFile: true,
  overrideConfig: rules.filter(block => block.rules?.['no-restricted-globals'])
});
for (const [file, code, may] of statements) {
  const [result] = await eslint.lintText(code, { filePath: file });
  if ((result?.messages.length === 0) !== may) {
    wrong.push(`${file} ${may ? 'may' : 'must not'} write ${code}`);
  }
}
console.log(wrong.join('\n') || 'Each arrow is drawn.');
process.exitCode = wrong.length ? 1 : 0;
