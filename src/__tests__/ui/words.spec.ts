import { TranslationManager, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  clockTime,
  distance,
  duration,
  exactTime,
  localeOf,
  number,
  size,
  sizeOf
} from '../../ui/words';

/** What JupyterLab gives its plugins where this language is chosen, or is that of the server's system. */
async function bundle(
  chosen: string,
  system: string | null = null
): Promise<TranslationBundle> {
  const language = chosen === 'default' ? system : chosen;
  const domain = {
    '': {
      domain: 'jupyterlab_remote_ide',
      language: language?.replace('_', '-'),
      plural_forms: 'nplurals=2; plural=(n > 1);'
    },
    '%1 day': ['%1 jour', '%1 jours']
  };
  const data = language === null ? {} : { jupyterlab_remote_ide: domain };
  const connector = { fetch: () => Promise.resolve({ message: '', data }) };
  const manager = new TranslationManager(
    '',
    '',
    undefined,
    connector as unknown as ConstructorParameters<typeof TranslationManager>[3]
  );
  await manager.fetch(chosen);
  return manager.load('jupyterlab_remote_ide');
}

function browser(...languages: string[]): void {
  jest.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);
}

// 2026-01-31, 15:05 here, wherever that is
const TIME = new Date(2026, 0, 31, 15, 5).getTime() / 1000;

describe('ui/words', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(TIME * 1000);
  });

  it.each([
    ['fr_FR', null, 'fr-FR', '15:05', '1,5 Go', /31 janv. 2026/],
    ['de', null, 'de', '15:05', '1,5 GB', /31.01.2026/],
    ['default', 'fr_FR', 'fr-FR', '15:05', '1,5 Go', /janv/],
    ['default', null, 'en-US', /3:05\sPM/, '1.5 GB', /Jan 31, 2026/],
    ['en', null, 'en-US', /3:05\sPM/, '1.5 GB', /Jan/]
  ])(
    'writes dates and numbers in %s (system: %s)',
    async (chosen, system, locale, clock, bytes, date) => {
      browser('ja-JP', 'en-US');
      const trans = await bundle(chosen, system);
      expect(localeOf(trans)).toBe(locale);
      expect(clockTime(trans, TIME)).toMatch(clock);
      expect(exactTime(trans, TIME)).toMatch(date);
      expect(size(trans, 1.5 * 2 ** 30).replace(/\s/, ' ')).toBe(bytes);
    }
  );

  it('says a part of a size in the unit of the whole, unless it is tiny', async () => {
    const trans = await bundle('en');
    expect(sizeOf(trans, 12 * 2 ** 30, 64 * 2 ** 30)).toBe('12 of 64 GB');
    expect(sizeOf(trans, 1.25 * 2 ** 30, 64 * 2 ** 30)).toBe('1.3 of 64 GB');
    expect(sizeOf(trans, 20 * 2 ** 20, 64 * 2 ** 30)).toBe('20 MB of 64 GB');
    expect(size(trans, 0)).toBe('0 kB');
    expect(number(await bundle('fr_FR'), 1.44)).toBe('1,4');
  });

  it('says the day where it may be another one', async () => {
    const trans = await bundle('en');
    expect(clockTime(trans, TIME - 11 * 3600)).not.toContain('Jan');
    expect(clockTime(trans, TIME - 13 * 3600)).toContain('Jan');
    expect(clockTime(trans, TIME + 13 * 3600)).toContain('Feb');
  });

  it('writes a language as the browser’s user does', async () => {
    browser('fr', 'en-GB', 'en-US');
    expect(clockTime(await bundle('en'), TIME)).toBe('15:05');
    browser('de-DE');
    expect(localeOf(await bundle('en'))).toBe('en');
  });

  it('has a language for packs with names of their own, and where there is no translator', async () => {
    browser('de-DE');
    expect(localeOf(await bundle('x_!'))).toBe('en');
    expect(localeOf(nullTranslator.load(''))).toBe('en');
  });

  it.each([
    [7 * 24 * 3600 - 60, 'in 7 days'],
    [2 * 24 * 3600 - 60, 'in 2 days'],
    [2.4 * 24 * 3600, 'in 2 days'],
    [30 * 3600, 'in 1 day 6 h'],
    [-2.6 * 24 * 3600, '3 days ago'],
    [30, 'in less than a minute']
  ])('says how far off a time is: %d s', async (seconds, words) => {
    const trans = await bundle('en');
    expect(distance(trans, TIME + seconds, TIME)).toBe(words);
  });

  it('uses the plural forms of the language', async () => {
    const trans = await bundle('fr_FR');
    expect(duration(trans, 24 * 3600)).toBe('1 jour');
    expect(duration(trans, 8 * 24 * 3600)).toBe('8 jours');
  });
});
