import type { TranslationBundle } from '@jupyterlab/translation';

/** Whole days are enough from here on. */
const MANY_DAYS = 7;

/** A length of time in its largest two units, such as "3 h 12 min"; at least "1 min". */
export function duration(trans: TranslationBundle, seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) {
    return trans.__('%1 min', String(minutes));
  }
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days === 0) {
    return minutes % 60 === 0
      ? trans.__('%1 h', String(hours))
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
export function exactTime(time: number): string {
  return new Date(time * 1000).toLocaleString([], {
    dateStyle: 'medium',
    timeStyle: 'short'
  });
}

/** Bytes as people say them, such as "16 GB". */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${units[unit] ?? ''}`;
}
