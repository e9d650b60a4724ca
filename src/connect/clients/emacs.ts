import type { IInstructions } from '../types';
import { link, plainUrl, tokenPiece, untested } from './pieces';

/** The package emacs-jupyter, which asks for URL and token apart. */
const emacs: IInstructions = {
  icon: 'ui-components:text-editor',
  needs: () => null,
  pieces: facts => [
    plainUrl(trans => trans.__('URL without the token'), facts.address),
    ...tokenPiece(facts),
    link(
      trans => trans.__('Get emacs-jupyter'),
      'https://github.com/emacs-jupyter/jupyter'
    )
  ],
  steps: trans => [
    trans.__('Run “M-x jupyter-server-list-kernels” and paste the URL.'),
    trans.__('Choose “token” and paste the token.')
  ],
  notes: trans => [untested(trans)],
  caveats: () => [],
  help: () => []
};

export default emacs;
