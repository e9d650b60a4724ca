import type { TranslationBundle } from '@jupyterlab/translation';

/** Whole days are enough from here on. */
const MANY_DAYS = 7;

/** A length of time in its largest two units, such as "3 h 12 min"; at least "1 min". */
export function duration(trans: TranslationBundle, seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) {
    return trans._n('%1 min', '%1 min', minutes);
  }
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days === 0) {
    return minutes % 60 === 0
      ? trans._n('%1 h', '%1 h', hours)
      : trans.__('%1 h %2 min', String(hours), String(minutes % 60));
  }
  return days >= MANY_DAYS || hours % 24 === 0
    ? trans._n('%1 day', '%1 days', days)
    : trans._n('%1 day %2 h', '%1 days %2 h', days, String(hours % 24));
}

/** How long ago or ahead, such as "4 min ago" or "in 6 days". Epoch seconds. */
export function distance(
  trans: TranslationBundle,
  time: number,
  now: number
): string {
  const difference = time - now;
  if (Math.abs(difference) < 60) {
    return difference > 0
      ? trans.__('in less than a minute')
      : trans.__('just now');
  }
  return difference > 0
    ? trans.__('in %1', duration(trans, difference))
    : trans.__('%1 ago', duration(trans, -difference));
}

/** The exact date and time, for a tooltip. Epoch seconds. */
export function exactTime(trans: TranslationBundle, time: number): string {
  return dated(trans, time, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The time of day. Epoch seconds. */
export function clockTime(trans: TranslationBundle, time: number): string {
  return dated(trans, time, { timeStyle: 'short' });
}

/** Bytes as people say them, such as "16 GB". */
export function size(trans: TranslationBundle, bytes: number): string {
  const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return new Intl.NumberFormat(localeOf(trans), {
    style: 'unit',
    unit: units[unit] ?? 'kilobyte',
    maximumFractionDigits: value < 10 ? 1 : 0
  }).format(value);
}

function dated(
  trans: TranslationBundle,
  time: number,
  style: Intl.DateTimeFormatOptions
): string {
  return new Intl.DateTimeFormat(localeOf(trans), style).format(time * 1000);
}

/**
 * The language in which numbers and dates are written: that of the words beside them, which is JupyterLab's, not the
 * browser's. A language without a country is taken as the browser's user writes it, if that is among theirs.
 *
 * The interface of a bundle does not tell its language, but JupyterLab's `Gettext` does (4.2 to 4.6): the language
 * that was chosen, that of the server's system where it is "default" and has a language pack, else `en`.
 */
export function localeOf(trans: TranslationBundle): string {
  const language = hasLocale(trans) ? trans.getLocale() : 'en';
  const isSame = (other: string) => other.split('-', 1)[0] === language;
  const locale = navigator.languages.find(isSame) ?? language;
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en'; // language packs have names of their own
  }
}

function hasLocale(trans: object): trans is { getLocale: () => string } {
  return 'getLocale' in trans && typeof trans.getLocale === 'function';
}
