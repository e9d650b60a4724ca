import type { TranslationBundle } from '@jupyterlab/translation';

import type { ILostData } from './data';
import { part, showBack } from './parts';
import { lostWords } from './sentences';

/** The page at an address where nothing answers. It does not ask again by itself: that would be activity. */
export function showPort(trans: TranslationBundle, data: ILostData): void {
  const { title, text } = lostWords(trans, data);
  document.title = title;
  part('title', 'h1').textContent = title;
  part('status', 'p').textContent = text;
  part('again', 'a').textContent = trans.__('Try again');
  showBack(trans);
}
