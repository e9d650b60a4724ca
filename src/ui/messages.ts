import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

import type { ISentenceAction, ISentenceContext, IWords } from '../tokens';
import { words as common } from './sentences';

export interface ISentence {
  readonly text: string;
  readonly action?: ISentenceAction;
}

/**
 * From now on `sentence` knows these words; the same ones again change nothing. A feature's plugin gives them to the
 * panel, which asks for them before it is drawn; only what speaks without the panel calls this itself.
 */
export function addWords(words: IWords): IDisposable {
  known.add(words);
  return new DisposableDelegate(() => {
    known.delete(words);
  });
}

/**
 * The sentence for a reason: what happened, why, and at most one action. The only place where reasons become words.
 *
 * @param reason - the server's stable kebab-case word or one of ours; an unknown one is shown as it is
 */
export function sentence(
  trans: TranslationBundle,
  reason: string,
  context: ISentenceContext = {}
): ISentence {
  for (const words of known) {
    const text = words.sentence(trans, reason, context);
    if (text !== undefined) {
      const action = words.action?.(trans, reason);
      return action === undefined ? { text } : { text, action };
    }
  }
  return { text: trans.__('This did not work, for the reason “%1”.', reason) };
}

/** What is everybody's, and what was added. */
const known = new Set<IWords>([common]);
