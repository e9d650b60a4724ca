import type { IWords } from '../tokens';

/** What may hinder a connection on this side. */
export const words: IWords = {
  sentence: (trans, reason) =>
    reason === 'copy-refused'
      ? trans.__(
          'The browser did not let us copy. The text is selected below: copy it with the keyboard.'
        )
      : undefined
};
