// The words of each feature that there is, whichever those are.
import { existsSync, readdirSync } from 'fs';
import { join } from 'path';

import type { IWords } from '../tokens';

const SOURCES = join(__dirname, '..');

/** Words that come with a chunk of its own. */
const LATE = 'connect/kernels';

/** By the feature's folder. */
export async function allWords(): Promise<ReadonlyMap<string, IWords>> {
  const features = [...readdirSync(SOURCES), LATE]
    .filter(name => name !== 'ui')
    .filter(name =>
      ['words.ts', 'words'].some(file => existsSync(join(SOURCES, name, file)))
    );
  const found = features.map(async (name): Promise<[string, IWords]> => {
    const { words } = (await import(join(SOURCES, name, 'words'))) as {
      words: IWords;
    };
    return [name, words];
  });
  return new Map(await Promise.all(found));
}
