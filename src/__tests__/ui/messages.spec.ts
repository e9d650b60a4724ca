import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { nullTranslator } from '@jupyterlab/translation';
import { parse } from 'yaml';

import { hasSentence, sentence } from '../../ui/messages';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const ROOT = join(__dirname, '../../..');

function sources(folder: string, ending: RegExp): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name) && !name.includes('labextension'))
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

function all(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].map(match => match[1] ?? '');
}

/** The words for which the browser is to have a sentence; tests/test_reasons.py has them from the server's code. */
function serverReasons(): string[] {
  const file = join(ROOT, 'jupyterlab_remote_ide/rest-api.yml');
  const { schemas } = (
    parse(readFileSync(file, 'utf8')) as {
      components: { schemas: Record<string, { enum: string[] }> };
    }
  ).components;
  return [
    'Reason',
    'AppReason',
    'PortReason',
    'ServerWarning',
    'TokenReason'
  ].flatMap(name => schemas[name]!.enum);
}

describe('ui/messages', () => {
  it('has a sentence for every reason of the server half', () => {
    const reasons = serverReasons();
    expect(reasons).toContain('crash-loop');
    expect(reasons.filter(reason => !hasSentence(trans, reason))).toEqual([]);
  });

  it('has a sentence for every reason of the page', () => {
    const source = sources(join(ROOT, 'src/core'), /\.ts$/);
    const reasons = [
      ...all(source, /reason: '([a-z-]+)'/g),
      ...all(source, /return '([a-z]+(?:-[a-z]+)+)';/g),
      'network',
      'timeout',
      'copy-refused'
    ];
    expect(reasons).toContain('no-server-half');
    expect(reasons.filter(reason => !hasSentence(trans, reason))).toEqual([]);
  });

  it('shows an unknown reason as it is', () => {
    const { text, action } = sentence(trans, 'moon-phase');
    expect(text).toContain('moon-phase');
    expect(action).toBeUndefined();
    expect(hasSentence(trans, 'moon-phase')).toBe(false);
  });

  it('names the app, and offers one action', () => {
    const { text, action } = sentence(trans, 'crash-loop', { name: 'RStudio' });
    expect(text).toMatch(/^RStudio stopped/);
    expect(action).toEqual({ id: 'start', label: 'Start' });
    expect(sentence(trans, 'exited').text).toBe('The app has ended.');
  });
});
