// The script of the server's start page: what it offers for a reason, and what a press sends.
import { readFileSync } from 'fs';
import { join } from 'path';

import { screen } from '@testing-library/react';

const HTML = readFileSync(
  join(__dirname, '../../../jupyterlab_remote_ide/apps/startpage.html'),
  'utf8'
);
const SENTENCES = {
  failed: 'It could not be started.',
  'failed/port-taken': [
    '{Place} is used by {program} (pid {pid}).',
    '{Place} is used by another program.',
    'Another program uses its address.'
  ],
  'failed/not-ended': ['{!seen}Perhaps it still runs.', 'It is there.'],
  unhealthy: 'It does not work.'
};
const TAKEN = {
  address: '19999',
  pid: 4711,
  program: 'python3',
  started: 5150,
  url: '/proxy/19999/',
  stoppable: true
};

interface IPosted {
  readonly url: string;
  readonly body: unknown;
}

/** The page of an app; the server answers each press with `after`. */
function open(
  state: string,
  reason: string | null,
  detail: object | null = null,
  after: object = {}
): IPosted[] {
  const posted: IPosted[] = [];
  const row = { name: 'a b', title: 'A', since: null, install_hint: null };
  const app = { ...row, state, reason, detail };
  window.fetch = (async (url: string, options: { body?: string }) => {
    if (options.body !== undefined) {
      posted.push({ url, body: JSON.parse(options.body) as unknown });
    }
    const body = { app: { ...app, ...after }, lines: [], next: 0 };
    return { ok: true, status: 200, json: async () => body };
  }) as unknown as typeof fetch;
  window.WebSocket = jest.fn(() => ({})) as unknown as typeof WebSocket;
  const data = { app, api: '/v1/', sentences: SENTENCES };
  const [, markup, script] =
    /<body>([\s\S]*)<script>\n([\s\S]*)<\/script>/.exec(HTML)!;
  document.body.innerHTML = markup!
    .replace('{{data}}', JSON.stringify(data))
    .replace(/{{\w+}}/g, '');
  const element = document.createElement('script');
  element.textContent = script!;
  document.body.append(element);
  return posted;
}

const status = () => screen.getByRole('status').textContent;
const offers = () =>
  [...document.querySelectorAll<HTMLElement>('#actions :is(a, button)')]
    .filter(node => !node.hidden && node.id !== 'back')
    .map(node => node.textContent);
const press = async (name: string) => {
  const button = screen.getByRole('button', { name });
  button.focus();
  button.click();
  await jest.advanceTimersByTimeAsync(10);
};

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it.each<[string, string, object | null, string]>([
  ['failed', 'port-taken', TAKEN, 'Port 19999 is used by python3 (pid 4711).'],
  [
    'failed',
    'port-taken',
    { address: '/a/b.sock', pid: null },
    'The socket /a/b.sock is used by another program.'
  ],
  ['failed', 'port-taken', null, 'Another program uses its address.'],
  ['failed', 'not-ended', { seen: false }, 'Perhaps it still runs.'],
  ['failed', 'not-ended', { seen: true }, 'It is there.'],
  ['failed', 'moon-phase', { pid: 1 }, 'It could not be started.']
])('says why: %s/%s %j', (state, reason, detail, words) => {
  open(state, reason, detail);
  expect(status()).toBe(words);
});

it('puts facts into the page as text', () => {
  open('failed', 'port-taken', { ...TAKEN, program: '<img src=x>{pid}' });
  expect(status()).toBe('Port 19999 is used by <img src=x>{pid} (pid 4711).');
  expect(document.querySelector('img')).toBeNull();
});

it.each<[string, string | null, object | null, string[]]>([
  ['failed', 'port-taken', TAKEN, ['Try again', 'Open it', 'Stop it']],
  [
    'failed',
    'port-taken',
    { ...TAKEN, url: '//evil/' },
    ['Try again', 'Stop it']
  ],
  [
    'failed',
    'port-taken',
    { ...TAKEN, url: '/\\evil/' },
    ['Try again', 'Stop it']
  ],
  ['failed', 'port-taken', { address: '1' }, ['Try again']],
  ['failed', 'other-user-on-port', { fixed: true }, ['Try again']],
  ['unhealthy', 'other-user-on-port', { fixed: true }, []],
  ['unhealthy', 'other-user-on-port', { fixed: false }, ['Restart']],
  ['unhealthy', 'redirects-away', null, ['Open its page anyway', 'Restart']],
  ['unhealthy', 'answers-5xx', null, ['Open its page anyway', 'Restart']],
  ['unhealthy', 'paused', null, ['Restart']],
  ['starting', null, null, []],
  ['starting', 'speaks-tls', null, ['Restart']],
  ['failed', 'not-ended', { seen: true }, ['End it again']],
  ['failed', 'not-ended', { seen: false }, ['Try again']],
  ['stopped', 'cross-site', null, ['Start']],
  ['stopped', 'not-owner', null, []],
  ['external', 'runs-outside', null, ['Try again']]
])('offers for %s/%s %j: %j', (state, reason, detail, labels) => {
  open(state, reason, detail);
  expect(offers()).toEqual(labels);
});

it('links to what is in the way, in a tab of its own', () => {
  open('failed', 'port-taken', TAKEN);
  const link = screen.getByRole('link', { name: 'Open it' });
  expect(link).toHaveAttribute('href', '/proxy/19999/');
  expect(link).toHaveAttribute('target', '_blank');
  expect(link).toHaveAttribute('rel', 'noopener');
});

it('asks before it stops a program, names it, and keeps the keyboard there', async () => {
  const posted = open('failed', 'port-taken', TAKEN, {
    state: 'stopped',
    reason: 'stopped-by-person'
  });
  await press('Stop it');
  expect(offers()).toEqual(['Stop it', 'Keep it']);
  const keep = screen.getByRole('button', { name: 'Keep it' });
  expect(keep).toHaveFocus();
  expect(keep).toHaveAccessibleDescription(/^Stop python3 \(pid 4711\)\?/);
  await press('Keep it');
  expect(offers()).toEqual(['Try again', 'Open it', 'Stop it']);
  expect(screen.getByRole('button', { name: 'Stop it' })).toHaveFocus();
  expect(posted).toEqual([]);
  await press('Stop it');
  await press('Stop it');
  expect(posted).toEqual([
    { url: '/v1/apps/a%20b/release', body: { pid: 4711, started: 5150 } }
  ]);
  expect(offers()).toEqual(['Start']);
  expect(screen.getByRole('button', { name: 'Start' })).toHaveFocus();
});

it.each([
  ['unhealthy', 'paused', 'Restart', 'restart'],
  ['unhealthy', 'answers-5xx', 'Restart', 'restart'],
  ['failed', 'not-ended', 'End it again', 'stop'],
  ['failed', 'port-taken', 'Try again', 'start']
])('asks the server, for %s/%s: %s', async (state, reason, label, verb) => {
  const posted = open(state, reason, TAKEN);
  await press(label);
  expect(posted).toEqual([{ url: `/v1/apps/a%20b/${verb}`, body: {} }]);
});
