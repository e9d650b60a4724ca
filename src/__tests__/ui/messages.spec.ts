import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { nullTranslator } from '@jupyterlab/translation';
import { parse } from 'yaml';

import type { IWords } from '../../tokens';
import { addWords, sentence } from '../../ui/messages';
import { words as common } from '../../ui/sentences';
import { allWords } from '../allwords';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const ROOT = join(__dirname, '../../..');

function sources(folder: string, ending: RegExp): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name) && !name.includes('labextension'))
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

function matches(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].map(match => match[1] ?? '');
}

/** The words for which the browser is to have a sentence; tests/test_reasons.py has them from the server's code. */
function serverReasons(...names: string[]): string[] {
  const file = join(ROOT, 'jupyterlab_remote_ide/rest-api.yml');
  const { schemas } = (
    parse(readFileSync(file, 'utf8')) as {
      components: { schemas: Record<string, { enum: string[] }> };
    }
  ).components;
  return names.flatMap(name => schemas[name]!.enum);
}

/** Whether nothing better is said for a reason than that it is one. */
const isMute = (reason: string, context = {}) =>
  sentence(trans, reason, context).text ===
  `This did not work, for the reason “${reason}”.`;

describe('ui/messages', () => {
  it('has a sentence for every reason of the server half', () => {
    const reasons = serverReasons(
      ...['Reason', 'AppReason', 'PortReason', 'ServerWarning', 'TokenReason']
    );
    expect(reasons).toContain('crash-loop');
    const named = { name: 'It' }; // as apps are
    const mute = reasons.filter(
      reason => isMute(reason) && isMute(reason, named)
    );
    expect(mute).toEqual([]);
  });

  it('leaves the reasons of a feature to that feature', async () => {
    const words = await allWords();
    const knows = (word: string, ...known: (IWords | undefined)[]) =>
      [{}, { name: 'It' }].some(context =>
        known.some(one => one?.sentence(trans, word, context) !== undefined)
      );
    const strange = [
      ['apitokens', 'TokenReason'],
      ['apps', 'AppReason'],
      ['connect/kernels', 'KernelReason'],
      ['ports', 'PortReason']
    ].flatMap(([feature = '', name = '']) =>
      serverReasons(name)
        .filter(reason => !knows(reason, common, words.get(feature)))
        .map(reason => `${feature}: ${reason}`)
    );
    expect(strange).toEqual([]);
  });

  it('has a sentence for every reason of the page', () => {
    const source = sources(join(ROOT, 'src/core'), /\.ts$/);
    const reasons = [
      ...matches(source, /reason: '([a-z-]+)'/g),
      ...matches(source, /return '([a-z]+(?:-[a-z]+)+)';/g),
      'network',
      'timeout'
    ];
    expect(reasons).toContain('no-server-half');
    expect(reasons.filter(reason => isMute(reason))).toEqual([]);
  });

  it('shows an unknown reason as it is', () => {
    const { text, action } = sentence(trans, 'moon-phase');
    expect(text).toContain('moon-phase');
    expect(action).toBeUndefined();
  });

  it('learns words, once, and forgets them', () => {
    const moon: IWords = {
      sentence: (_, reason) =>
        reason === 'moon-phase' ? 'The moon is new.' : undefined,
      action: () => ({ id: 'wait', label: 'Wait' })
    };
    const added = addWords(moon);
    addWords(moon);
    expect(sentence(trans, 'moon-phase')).toEqual({
      text: 'The moon is new.',
      action: { id: 'wait', label: 'Wait' }
    });
    added.dispose();
    expect(isMute('moon-phase')).toBe(true);
  });
});
