import type { TranslationBundle } from '@jupyterlab/translation';

import { dayTime } from '../ui/words';
import type { IApiToken } from './types';

/**
 * What tells tokens apart, each in its place: client, place and time, such as "VS Code · this browser · 26 Nov, 13:31".
 * Two of one minute are told apart by the second.
 *
 * @param browser - what this browser goes by
 */
export function namesOf(
  trans: TranslationBundle,
  rows: readonly IApiToken[],
  browser: string | null
): readonly string[] {
  const name = (row: IApiToken, isExact: boolean) =>
    [
      row.note,
      placeOf(trans, row, browser),
      dayTime(trans, row.created_at, isExact)
    ]
      .filter(part => part !== '')
      .join(' · ');
  const short = rows.map(row => name(row, false));
  return rows.map((row, at) =>
    short.some((other, index) => index !== at && other === short[at])
      ? name(row, true)
      : (short[at] ?? '')
  );
}

/** Elsewhere: in another browser, in this one at another address, or before its data were cleared. */
function placeOf(
  trans: TranslationBundle,
  { browser }: IApiToken,
  mine: string | null
): string {
  if (browser === null) {
    return '';
  }
  return browser === mine ? trans.__('this browser') : trans.__('elsewhere');
}
