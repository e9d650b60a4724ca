import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

import { nullTranslator } from '@jupyterlab/translation';

import type { IWords } from '../../tokens';
import { addWords, hasSentence, sentence } from '../../ui/messages';
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

/** Files whose words with hyphens are names of programs and options. */
const NO_REASON_FILES =
  /^(config|__init__|redact|guard[/].*|host[/]sockdiag|ports[/](recognise|probe|machine)|apps[/](catalog|codeserver|codeserverconfig))[.]py$/;

/** Other words with hyphens: headers, paths, encodings, capabilities. */
const NO_REASON =
  /^(utf-8|latin-1|no-(store|cache)|same-origin|own-other|sock-diag(-v2)?|remote-ide(-apitokens)?|server-proxy|jupyterlab-remote-ide|ssh-agent|error-status|x-frame-options|content-security-policy|(apitokens|apps|ports|server)-(create|list|start|stop|restart))$/;

/** States, which stand in the same places; and an app that we supervise refuses nothing for its kind. */
const NO_REASONS = new Set([
  ...['starting', 'running', 'stopped', 'failed', 'unhealthy'],
  ...['new', 'websocket', 'unreachable', 'app-supervised']
]);

/** Words without a hyphen count only where the server says why: these are the places. */
const STATES =
  '(?:missing|failed|stopped|starting|unhealthy|module-needed|external)';
const PLACES: readonly [folder: string, pattern: RegExp][] = [
  ['', /return "([a-z-]+)" if "xsrf"/g],
  ['ports/rows', /(?:return|else|None,) "([a-z-]+)"/g],
  ['ports/', /"[a-z]+": "([a-z-]+)"(?=[,}].*\[role\])/g],
  ['ports/', /\("[a-z]+", "([a-z-]+)"\)/g],
  ['apps/', /\bending\b.*?"([a-z]+)"/g],
  ['apps/', /\bending\b.* else "([a-z]+)"/g],
  ['apps/', new RegExp(`"${STATES}", "([a-z-]+)"`, 'g')]
];

/** A few that must be found, where there is such a feature. */
const SOME: readonly [feature: string, reasons: string[]][] = [
  ['', ['xsrf', 'not-found', 'internal-error']],
  ['ports', ['tls', 'checking', 'kernel', 'debugger', 'internal', 'side-port']],
  ['apps', ['stopping', 'restarting', 'app-absent', 'proxy-load-failed']],
  ['apitokens', ['storage-silent', 'apitokens-failed']],
  ['session', ['no-hub', 'session-failed']]
];

/** The reasons that the server half can send, found in its source: by the folder of the feature, '' for the rest. */
function serverReasons(): Map<string, Set<string>> {
  const root = join(ROOT, 'jupyterlab_remote_ide');
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const isFeature = (folder: string) => all.includes(`${folder}/feature.py`);
  const found = new Map<string, Set<string>>();
  const add = (folder: string, words: readonly string[]) => {
    const feature = isFeature(folder) ? folder : '';
    const known = found.get(feature) ?? new Set();
    found.set(feature, known);
    for (const word of words.filter(word => !NO_REASONS.has(word))) {
      known.add(word);
    }
  };
  for (const name of all) {
    if (!name.endsWith('.py') || NO_REASON_FILES.test(name)) {
      continue;
    }
    const source = read(name);
    const words = matches(source, /"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"/g);
    const places = PLACES.filter(([folder]) => name.startsWith(folder));
    const [top = ''] = name.split('/');
    if (top === 'proxy' && !isFeature('apps')) {
      continue;
    }
    const folder = top === 'proxy' ? 'apps' : top; // whose seam it is
    add(folder, [
      ...words.filter(word => !NO_REASON.test(word)),
      ...places.flatMap(([, pattern]) => matches(source, pattern)),
      ...(isFeature(folder) ? [`${folder}-failed`] : [])
    ]);
  }
  const kinds = /Kind = Literal\[(.*?)\]/.exec(read('proxy/server.py'))?.[1];
  const kind = matches(kinds ?? '', /"([a-z]+)"/g).map(word => `app-${word}`);
  add('apps', isFeature('apps') ? kind : []);
  return found;
}

describe('ui/messages', () => {
  it('has a sentence for every reason of the server half', () => {
    const reasons = [...serverReasons().values()].flatMap(words => [...words]);
    expect(reasons.length).toBeGreaterThan(30);
    for (const [feature, some] of SOME) {
      const found = serverReasons().get(feature);
      expect([...(found ?? some)]).toEqual(expect.arrayContaining(some));
    }
    const named = { name: 'It' }; // as apps are
    const mute = reasons
      .filter(reason => !hasSentence(trans, reason))
      .filter(reason => !hasSentence(trans, reason, named));
    expect(mute).toEqual([]);
  });

  it('leaves the reasons of a feature to that feature', async () => {
    const words = await allWords();
    expect(words.size).toBeGreaterThan(2);
    const knows = (word: string, ...known: (IWords | undefined)[]) =>
      [{}, { name: 'It' }].some(context =>
        known.some(one => one?.sentence(trans, word, context) !== undefined)
      );
    const strange = [...serverReasons()]
      .filter(([feature]) => feature !== '')
      .flatMap(([feature, reasons]) =>
        [...reasons]
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
    expect(reasons.filter(reason => !hasSentence(trans, reason))).toEqual([]);
  });

  it('shows an unknown reason as it is', () => {
    const { text, action } = sentence(trans, 'moon-phase');
    expect(text).toContain('moon-phase');
    expect(action).toBeUndefined();
    expect(hasSentence(trans, 'moon-phase')).toBe(false);
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
    expect(hasSentence(trans, 'moon-phase')).toBe(false);
  });
});
