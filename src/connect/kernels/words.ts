import type { IWords } from '../../tokens';

/** Why a kernel does not start, or an environment does not become one. `detail`: a path of the server. */
export const words: IWords = {
  sentence: (trans, reason, { detail = '' }) => {
    switch (reason) {
      case 'interpreter-gone':
        return detail === ''
          ? trans.__('Its program does not start, or is gone.')
          : trans.__('%1 does not start, or is gone.', detail);
      case 'no-ipykernel':
        return trans.__('It lacks the package ipykernel.');
      case 'kernel-disk-full':
        return trans.__(
          'Your disk is full: nothing was written to %1. Delete something first.',
          detail
        );
      case 'kernel-not-written':
        return trans.__(
          'Your folder %1 cannot be written to. Ask your administrator.',
          detail
        );
      case 'kernel-not-listed':
        return trans.__(
          'Your site lists its own kernels alone. Ask your administrator.'
        );
      case 'kernels-unknown':
        return trans.__(
          'The list of kernels cannot be read; the server’s log says why.'
        );
      default:
        return undefined;
    }
  }
};
