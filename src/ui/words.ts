import type { TranslationBundle } from '@jupyterlab/translation';

/** Whole days are enough from here on. */
const MANY_DAYS = 7;
const DAY = 24 * 3600;

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

/** How long ago or ahead, such as "4 min ago" or "in 6 days", from two days on to the nearest. Epoch seconds. */
export function distance(
  trans: TranslationBundle,
  time: number,
  now: number
): string {
  const exact = time - now;
  const difference =
    Math.abs(exact) < 1.9 * DAY ? exact : Math.round(exact / DAY) * DAY;
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

/** A day of this year and the time, such as "26 Nov, 13:31", to the minute or the second. Epoch seconds. */
export function dayTime(
  trans: TranslationBundle,
  time: number,
  isExact: boolean
): string {
  return dated(trans, time, {
    ...{ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
    ...(isExact ? { second: '2-digit' } : {})
  });
}

/** The time of day, with the day where that may be another one. Epoch seconds. */
export function clockTime(trans: TranslationBundle, time: number): string {
  return Math.abs(Date.now() / 1000 - time) < DAY / 2
    ? dated(trans, time, { timeStyle: 'short' })
    : dayTime(trans, time, false);
}

/** Bytes as people say them, such as "16 GB". */
export function size(trans: TranslationBundle, bytes: number): string {
  const unit = unitOf(bytes);
  return number(trans, bytes / 1024 ** (unit + 1), {
    style: 'unit',
    unit: UNITS[unit] ?? 'kilobyte'
  });
}

/** A part of so many bytes, in the unit of the whole, such as "0.3 of 16 GB", unless it is tiny. */
export function sizeOf(
  trans: TranslationBundle,
  part: number,
  whole: number
): string {
  const value = part / 1024 ** (unitOf(whole) + 1);
  return trans.__(
    '%1 of %2',
    value < 0.1 ? size(trans, part) : number(trans, value),
    size(trans, whole)
  );
}

/** A number, small ones with a digit behind the point. */
export function number(
  trans: TranslationBundle,
  value: number,
  style: Intl.NumberFormatOptions = {}
): string {
  return new Intl.NumberFormat(localeOf(trans), {
    maximumFractionDigits: value < 10 ? 1 : 0,
    ...style
  }).format(value);
}

const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** Which of them says so many bytes best. */
function unitOf(bytes: number): number {
  const unit = Math.floor(Math.log2(Math.max(1, bytes)) / 10) - 1;
  return Math.min(Math.max(0, unit), UNITS.length - 1);
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
