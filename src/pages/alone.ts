import type { TranslationBundle } from '@jupyterlab/translation';

import { part } from './parts';

/** What stands in a frame in the place of a page that lets itself be shown in none. */
export function showAlone(trans: TranslationBundle): void {
  part('status', 'h1').textContent = trans.__(
    'This page does not let itself be shown inside JupyterLab.'
  );
  part('again', 'a').textContent = trans.__('Open in a browser tab');
}
