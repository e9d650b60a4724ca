import { nullTranslator } from '@jupyterlab/translation';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { app } from '../../apps/types';
import { installWords, runWords } from '../../apps/words';
import { appRow } from './rows';

const CATALOG = join(
  __dirname,
  '../../../jupyterlab_remote_ide/apps/catalog.py'
);

/** A language in which every sentence that is translated has brackets around it. */
const trans = Object.assign(nullTranslator.load(''), {
  __: (text: string) => `[${text}]`
});

describe('apps/words', () => {
  it.each([
    ['stopped', null, ''],
    ['stopped', 'stopped-by-person', ''],
    ['stopped', 'stopping', '[stopping…]'],
    ['external', null, ''],
    ['external', 'not-answering', '[does not answer]'],
    ['running', null, '[running]']
  ] as const)('says of what is %s (%s) “%s”', (state, reason, words) => {
    const row = app(appRow('a', state, { reason }));
    expect(runWords(trans, row, null)).toBe(words);
  });

  it('words what the server knows how to install, and leaves an administrator’s own words', () => {
    const hints = [
      ...readFileSync(CATALOG, 'utf8').matchAll(/install_hint="([^"]+)"/g)
    ].map(found => found[1]!);
    expect(hints.length).toBeGreaterThan(5);
    for (const hint of hints) {
      expect(installWords(trans, hint)).toBe(`[${hint}]`);
    }
    expect(installWords(trans, 'Ask Ann')).toBe('Ask Ann.');
    expect(installWords(trans, 'Ask Ann!')).toBe('Ask Ann!');
  });
});
