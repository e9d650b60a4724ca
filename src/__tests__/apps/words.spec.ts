import { nullTranslator } from '@jupyterlab/translation';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { installWords } from '../../apps/words';

const CATALOG = join(
  __dirname,
  '../../../jupyterlab_remote_ide/apps/catalog.py'
);

/** A language in which every sentence that is translated has brackets around it. */
const trans = Object.assign(nullTranslator.load(''), {
  __: (text: string) => `[${text}]`
});

describe('apps/words', () => {
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
