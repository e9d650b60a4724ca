import type { TranslationBundle } from '@jupyterlab/translation';

import type { IApp } from '../types';

/** What a press on its tile does. A file of its own, as launcher and palette need no other words. */
export function openWords(
  trans: TranslationBundle,
  { title, folder_argument }: IApp
): string {
  return folder_argument !== null
    ? trans.__('Open %1 in the current folder', title)
    : trans.__('Open %1', title);
}
