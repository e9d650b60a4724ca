import { nullTranslator } from '@jupyterlab/translation';

import { stateWord } from '../../apps/words';
import { app } from '../../apps/types';
import { appRow } from './rows';
import { sentence } from '../../ui/messages';

const trans = nullTranslator.load('');

it.each([
  ['name-never-matches', null, /No address fits Lab,.*Rename it/],
  ['name-taken', { by: 'a.c' }, /“a.c” gets what is meant for Lab.*Rename/],
  ['name-taken', { by: null }, /Another page of this server.*Rename/],
  ['command-empty', null, /command of Lab returned nothing/],
  ['bad-command', { type: 'tuple', in_list: false }, /list of texts.*“tuple”/],
  ['bad-command', { type: 'NoneType', in_list: true }, /“NoneType” in it/],
  ['bad-command', { message: 'null byte' }, /cannot be run: null byte/],
  ['bad-command', null, /none that could be run/],
  ['environment-failed', { error: 'KeyError' }, /environment of Lab could not/],
  ['environment-failed', { type: 'int' }, /texts by name.*“int”/],
  [
    'unknown-placeholder',
    { placeholder: '{foo}', known: '{port}', part: 'command' },
    /command of Lab stands {foo}, which is no placeholder. There are {port};/
  ],
  [
    'unknown-placeholder',
    { placeholder: '{0}', known: '{port}', part: 'environment' },
    /environment of Lab stands {0}/
  ],
  ['unknown-placeholder', null, /placeholder in the command of Lab is unknown/]
])('words %s with %j', (reason, facts, words) => {
  expect(sentence(trans, reason, { name: 'Lab', facts }).text).toMatch(words);
});

it('quotes the line of the log only where there is one', () => {
  const detail = 'extension failed loading with message: x';
  expect(sentence(trans, 'proxy-load-failed', { detail }).text).toContain(
    `“${detail}” Correct this`
  );
  expect(sentence(trans, 'proxy-load-failed').text).toMatch(/log says why\.$/);
  expect(sentence(trans, 'proxy-import-failed', { detail }).text).toContain(
    detail
  );
});

it('calls an app with such a name not set up', () => {
  for (const reason of ['name-taken', 'name-never-matches']) {
    expect(stateWord(trans, app(appRow('a', 'missing', { reason })))).toBe(
      'not set up'
    );
  }
});

it('names the app, and offers one action', () => {
  const { text, action } = sentence(trans, 'crash-loop', { name: 'RStudio' });
  expect(text).toMatch(/^RStudio stopped/);
  expect(action).toEqual({ id: 'start', label: 'Start' });
  expect(sentence(trans, 'exited').text).toBe('The app has ended.');
});
