import type { IWords } from 'jupyterlab-remote-ide';

/** For what this site's server may warn of. */
export const words: IWords = {
  sentence: (_, reason) =>
    reason === 'scratch-full'
      ? 'Your scratch space is full. Delete what you no longer need.'
      : undefined
};
