import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { nullTranslator } from '@jupyterlab/translation';

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

const WORD = '([a-z0-9]+(?:-[a-z0-9]+)*)';

/** Words that stand beside a state in the source and are none. */
const NO_REASONS = new Set([
  'starting',
  'stopped',
  'failed',
  'running',
  'unreachable'
]);

/** The reasons that the server half can send, as far as its source names them. */
function serverReasons(): string[] {
  const source = sources(join(ROOT, 'jupyterlab_remote_ide'), /\.py$/);
  const states = '(?:missing|failed|stopped|unhealthy|module-needed|external)';
  return [
    ...all(
      source,
      new RegExp(
        `\\b(?:no|Denied|BadRequest|NotFound|Conflict|Unavailable|RemoteIDEError)\\([^()]*?"${WORD}"\\)`,
        'g'
      )
    ),
    ...all(source, new RegExp(`\\breason = "${WORD}"`, 'g')),
    ...all(source, new RegExp(`found\\.append\\("${WORD}"\\)`, 'g')),
    ...all(source, new RegExp(`"${states}", "${WORD}"`, 'g')),
    ...all(
      source,
      new RegExp(`\\n(?:NOT_ON_|OTHER_|IPV6_)[A-Z_]* = "${WORD}"`, 'g')
    ),
    ...all(source, new RegExp(`return "(proxy-[a-z-]+)"`, 'g')),
    ...all(source, new RegExp(`\\("(proxy-[a-z-]+)",\\)`, 'g'))
  ];
}

describe('ui/messages', () => {
  it('has a sentence for every reason of the server half', () => {
    const reasons = [...new Set(serverReasons())].filter(
      word => !NO_REASONS.has(word)
    );
    expect(reasons.length).toBeGreaterThan(30);
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
