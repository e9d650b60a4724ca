// @ts-check
// Succeeds when node_modules is what package-lock.json says, so that `npm ci` need not run.
import { readFileSync } from 'node:fs';

/** @param {string} file @returns {Record<string, {version?: string, optional?: boolean, peer?: boolean}>} */
const packages = file => JSON.parse(readFileSync(file, 'utf8')).packages;

try {
  const installed = packages('node_modules/.package-lock.json');
  const wrong = Object.entries(packages('package-lock.json')).filter(
    ([path, { version, optional }]) =>
      path && !optional && installed[path]?.version !== version
  );
  process.exitCode = wrong.length ? 1 : 0;
} catch {
  process.exitCode = 1;
}
