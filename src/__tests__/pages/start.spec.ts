// The start page: what it says and offers for a reason, what a press sends, and when it gives way to the app.
import { screen } from '@testing-library/react';

import { app, type IApp } from '../../apps/types';
import { Messages } from '../../pages/language';
import { serverAt } from '../../pages/server';
import { StartPage } from '../../pages/start';
import { appRow } from '../apps/rows';
import { type FakeServer, FakeSocket, json, refusal } from '../core/fakes';
import { BASE_URL, fill, serve } from './page';

const TAKEN = {
  address: '19999',
  pid: 4711,
  program: 'python3',
  started: 5150,
  url: '/proxy/19999/',
  stoppable: true
};
const NOW = 1_000_000;

let server: FakeServer;
let reload: jest.Mock;
/** Of the page's language; without any it is English. */
let words: Record<string, string[]>;

/** The page of an app. */
function open(
  state: string,
  reason: string | null = null,
  detail: object | null = null,
  more: object = {}
): void {
  fill('start');
  const row = app(
    appRow('a b', state, { title: 'A', reason, detail, ...more })
  );
  const data = { app: row, now: NOW };
  new StartPage(data, new Messages(words), serverAt(BASE_URL), reload).start();
}

/** Answers each press with this row. */
function answer(verb: string, row: object): void {
  server.on(`POST apps/a%20b/${verb}`, () => json({ app: row, seq: 5 }, 202));
}

const row = (state: string, more: object = {}): object =>
  appRow('a b', state, { title: 'A', ...more });
const tell = (...rows: object[]): void => {
  FakeSocket.last.receive({ topic: 'apps', seq: 7, snapshot: rows });
};
const posted = () =>
  server.requests
    .filter(({ key }) => key.startsWith('POST'))
    .map(({ key, body }) => [key, JSON.parse(body) as unknown]);
const status = () => screen.getByRole('status').textContent;
const offers = () =>
  [...document.querySelectorAll<HTMLElement>('#actions :is(a, button)')]
    .filter(node => !node.hidden && node.id !== 'back')
    .map(node => node.textContent);
const wait = (ms = 10) => jest.advanceTimersByTimeAsync(ms);
const press = async (name: string) => {
  const button = screen.getByRole('button', { name });
  button.focus();
  button.click();
  await wait();
};

beforeEach(() => {
  jest.useFakeTimers({ now: NOW * 1000 });
  server = serve();
  words = {};
  server.on('GET apps/a%20b/log?after=0', () => json({ lines: [], next: 0 }));
  reload = jest.fn();
});

afterEach(() => {
  jest.clearAllTimers();
  jest.useRealTimers();
});

it('puts facts into the page as text', () => {
  open('failed', 'port-taken', { ...TAKEN, program: '<img src=x>%1' });
  expect(status()).toContain('<img src=x>%1 uses (pid 4711)');
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
  ['missing', 'program-missing', null, ['Try again']],
  ['module-needed', null, null, ['Try again']],
  ['stopped', 'stopped-by-person', null, ['Start']],
  ['stopped', 'not-owner', null, []],
  ['stopped', 'ide-token', null, []],
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
  open('failed', 'port-taken', TAKEN);
  answer('release', row('stopped', { reason: 'stopped-by-person' }));
  await press('Stop it');
  expect(offers()).toEqual(['Stop it', 'Keep it']);
  const keep = screen.getByRole('button', { name: 'Keep it' });
  expect(keep).toHaveFocus();
  expect(keep).toHaveAccessibleDescription(
    'Stop python3 (pid 4711)? What is not saved in it is lost.'
  );
  await press('Keep it');
  expect(offers()).toEqual(['Try again', 'Open it', 'Stop it']);
  expect(screen.getByRole('button', { name: 'Stop it' })).toHaveFocus();
  expect(posted()).toEqual([]);
  await press('Stop it');
  await press('Stop it');
  expect(posted()).toEqual([
    ['POST apps/a%20b/release', { pid: 4711, started: 5150 }]
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
  open(state, reason, TAKEN);
  answer(verb, row('starting'));
  await press(label);
  expect(posted()).toEqual([[`POST apps/a%20b/${verb}`, {}]]);
  expect(status()).toContain('is starting');
});

it('shows the app’s own page, whatever that is', async () => {
  open('unhealthy', 'answers-5xx', { status: 500 });
  answer('show', row('unhealthy', { reason: 'answers-5xx' }));
  expect(reload).not.toHaveBeenCalled();
  await press('Open its page anyway');
  expect(reload).toHaveBeenCalledTimes(1);
});

it('says why a press did nothing, and can be pressed again', async () => {
  open('stopped');
  server.on('POST apps/a%20b/start', refusal('not-owner'));
  await press('Start');
  expect(screen.getByRole('alert')).toHaveTextContent(/only its owner/);
  expect(screen.getByRole('button', { name: 'Start' })).toBeEnabled();
  server.on('POST apps/a%20b/start', () => Promise.reject(new TypeError()));
  await press('Start');
  expect(screen.getByRole('alert')).toHaveTextContent(/does not answer/);
  answer('start', row('starting'));
  await press('Start');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('follows the app by the socket, and gives way to it once', async () => {
  open('starting');
  FakeSocket.last.accept();
  expect(new URL(FakeSocket.last.url).pathname).toBe(
    `${BASE_URL}remote-ide/v1/watch`
  );
  expect(FakeSocket.last.url).toMatch(/^ws:.*topics=apps$/);
  expect(FakeSocket.last.sent).toEqual([{ want: { apps: 'visible' } }]);
  tell(row('failed', { reason: 'crash-loop' }));
  expect(status()).toContain('stopped several times in a row');
  tell(row('running', { reason: 'stopping' }));
  await wait(0);
  expect(reload).not.toHaveBeenCalled();
  tell(row('running'));
  tell(row('running', { pid: 5 }));
  await wait(5000);
  expect(reload).toHaveBeenCalledTimes(1);
  expect(server.count('GET apps')).toBe(0);
});

it('takes its time where the app was thought to run when the page came', async () => {
  open('running');
  await wait(1000);
  expect(reload).not.toHaveBeenCalled();
  await wait(1000);
  expect(reload).toHaveBeenCalledTimes(1);
});

it('asks while the socket does not open, and says where the server does not answer', async () => {
  open('starting');
  FakeSocket.last.break();
  server.on('GET apps', () => Promise.reject(new TypeError()));
  await wait(2000);
  expect(screen.getByRole('alert')).toHaveTextContent(/does not answer/);
  server.on('GET apps', () =>
    json({ now: NOW, seq: 3, problem: null, apps: [row('running')] })
  );
  await wait(2000);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(reload).toHaveBeenCalledTimes(1);
});

it('counts from when the server says, whatever the clock here', async () => {
  jest.setSystemTime((NOW + 9999) * 1000);
  open('starting', null, null, { since: NOW - 30 });
  await wait(2000);
  expect(document.getElementById('facts')).toHaveTextContent('32 s');
});

it('shows the log as it grows, with what a reader selected left alone', async () => {
  server.on('GET apps/a%20b/log?after=0', () =>
    json({ lines: ['one <b>'], next: 1 })
  );
  server.on('GET apps/a%20b/log?after=1', () =>
    json({ lines: ['two'], next: 2 })
  );
  open('failed', 'crash-loop', null, { log_next: 1 });
  FakeSocket.last.accept();
  await wait();
  const log = document.getElementById('log')!;
  expect(log).toBeVisible();
  expect(log.textContent).toBe('one <b>\n');
  const [first] = log.childNodes;
  tell(row('failed', { reason: 'crash-loop', log_next: 2 }));
  await wait();
  expect(log.textContent).toBe('one <b>\ntwo\n');
  expect(log.childNodes[0]).toBe(first);
});

it('leaves the log unread in the first second of a start', async () => {
  open('starting', null, null, { log_next: 4 });
  await wait(500);
  expect(server.requests).toEqual([]);
  await wait(1000);
  expect(server.count('GET apps/a%20b/log?after=0')).toBe(1);
});

it('keeps saying what this visitor may not do, as long as it does not run', () => {
  open('stopped', 'not-owner');
  expect(status()).toBe(
    'A does not run. This server is not yours: only its owner can do this.'
  );
  FakeSocket.last.accept();
  tell(row('stopped', { reason: null }));
  expect(offers()).toEqual([]);
  tell(row('starting'));
  expect(status()).toContain('is starting');
});

it('starts for a person who came where nothing says whose page asked', async () => {
  answer('start', row('starting'));
  open('stopped', 'cross-site');
  await wait();
  expect(posted()).toEqual([['POST apps/a%20b/start', {}]]);
});

it('says in the language of the page how a program is installed', () => {
  const hint = 'Install the OpenSSH server.';
  words = { [hint]: ['OpenSSH installieren.'] };
  open('missing', 'program-missing', null, { install_hint: hint });
  expect(document.getElementById('hint')).toHaveTextContent(
    /^OpenSSH installieren\.$/
  );
});

it('knows the row it was made with', () => {
  const odd: Partial<IApp> = { install_hint: 'Install <it>.' };
  open('missing', 'program-missing', null, odd);
  expect(document.getElementById('hint')).toHaveTextContent('Install <it>.');
  expect(document.querySelector('main')!.dataset.state).toBe('missing');
});
