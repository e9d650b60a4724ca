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

/** Files whose words with hyphens are names of programs and options. */
const NO_REASON_FILES =
  /^(config|__init__|redact|guard[/].*|host[/]sockdiag|ports[/](recognise|probe|machine)|apps[/](catalog|codeserver|codeserverconfig|startpage))[.]py$/;

/** Other words with hyphens: headers, paths, encodings, capabilities. */
const NO_REASON =
  /^(utf-8|latin-1|no-(store|cache)|same-origin|own-other|sock-diag(-v2)?|remote-ide|server-proxy|jupyterlab-remote-ide|ssh-agent|x-frame-options|content-security-policy|(apitokens|apps|ports|server)-(create|list|start|stop|restart))$/;

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

/** The reasons that the server half can send, found in its source. */
function serverReasons(): string[] {
  const root = join(ROOT, 'jupyterlab_remote_ide');
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.py') && !NO_REASON_FILES.test(name))
    .map(name => ({ name, source: read(name) }));
  const kinds = /Kind = Literal\[(.*?)\]/.exec(read('proxy/server.py'))?.[1];
  return [
    ...files
      .flatMap(file => all(file.source, /"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"/g))
      .filter(word => !NO_REASON.test(word)),
    ...PLACES.flatMap(([folder, pattern]) =>
      files
        .filter(file => file.name.startsWith(folder))
        .flatMap(file => all(file.source, pattern))
    ),
    ...all(kinds ?? '', /"([a-z]+)"/g).map(kind => `app-${kind}`)
  ];
}

describe('ui/messages', () => {
  it('has a sentence for every reason of the server half', () => {
    const reasons = [...new Set(serverReasons())].filter(
      word => !NO_REASONS.has(word)
    );
    expect(reasons.length).toBeGreaterThan(60);
    expect(reasons).toEqual(
      expect.arrayContaining([
        'tls',
        'checking',
        'kernel',
        'debugger',
        'internal',
        'side-port',
        'stopping',
        'restarting',
        'xsrf',
        'app-absent',
        'storage-silent'
      ])
    );
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
