// Every state and reason has words on the pages, whatever the server knows besides.
import { APP_STATES, app, type IApp, type IAppDetail } from '../../apps/types';
import type { ILostData } from '../../pages/data';
import { Messages } from '../../pages/language';
import { lostWords, problemWords, statusWords } from '../../pages/sentences';
import { appRow } from '../apps/rows';

const trans = new Messages({});

function row(
  state: string,
  reason: string | null,
  detail: IAppDetail | null = null
): IApp {
  return app(appRow('a', state, { title: 'Lab', reason, detail }));
}

/** What the server says in which state; see api.md's reasons. */
const REASONS: readonly [state: string, reasons: string][] = [
  [
    'starting',
    'respawning restarting other-user-on-port listens-elsewhere speaks-tls command-ended silent'
  ],
  [
    'stopped',
    'stopped-by-person exited not-owner ide-token cross-site other-user-on-port'
  ],
  ['running', 'stopping other-user-on-port listens-elsewhere'],
  [
    'unhealthy',
    'answers-5xx redirects-away paused speaks-tls not-answering other-user-on-port'
  ],
  [
    'failed',
    'speaks-tls silent port-taken other-user-on-port not-ended interpreter-missing folder-missing crash-loop exited-before-ready start-timeout not-http command-failed cannot-execute bad-definition command-empty bad-command environment-failed unknown-placeholder'
  ],
  [
    'missing',
    'program-missing needs-server-restart wrapper-failed not-configured bad-definition name-never-matches name-taken'
  ],
  ['external', 'runs-outside']
];
const PAIRS = REASONS.flatMap(([state, reasons]) =>
  reasons.split(' ').map(reason => [state, reason] as const)
);
const DETAILS: readonly (IAppDetail | null)[] = [
  null,
  {},
  { address: '19999', pid: 4711, program: 'python3' },
  { address: '/a/%1.sock', pid: null, program: '' },
  { address: '80', account: 'bob', fixed: true },
  { address: '80', account: null, fixed: false },
  { pids: '1 2', account: 'root', seen: true },
  { pids: '1', account: null, seen: false },
  { port: 0, expected: 45123, location: 'https://a.example', status: 500 },
  { interpreter: '/opt/$&/py', folder: '/home/x', message: 'Exec format' }
];

it.each(APP_STATES)('has words for %s alone', state => {
  expect(statusWords(trans, row(state, null))).toMatch(/Lab.*[.…]$/);
  expect(statusWords(trans, row(state, 'of-a-newer-server'))).toBe(
    statusWords(trans, row(state, null))
  );
});

it.each(PAIRS)(
  'has words for %s/%s, with and without facts',
  (state, reason) => {
    const general = statusWords(trans, row(state, null));
    for (const detail of DETAILS) {
      const words = statusWords(trans, row(state, reason, detail));
      expect(words).not.toBe('');
      expect(words).not.toMatch(/undefined|null|%2|%3|\(\)| {2}| [.,]|“”/);
      // A program that is not there is what this state means.
      if (reason !== 'program-missing') {
        expect(words).not.toBe(general);
      }
    }
  }
);

it.each<[string, string, IAppDetail | null, RegExp]>([
  ['failed', 'port-taken', DETAILS[2]!, /port 19999, which python3 .*pid 4711/],
  ['failed', 'port-taken', DETAILS[3]!, /the socket \/a\/%1\.sock, which an/],
  ['failed', 'other-user-on-port', DETAILS[4]!, /\(bob\).*ask your admin/],
  ['unhealthy', 'other-user-on-port', DETAILS[5]!, /takes another port/],
  ['failed', 'not-ended', DETAILS[6]!, /pid 1 2 of the account root still/],
  ['failed', 'not-ended', DETAILS[7]!, /Perhaps Lab still runs/],
  ['unhealthy', 'answers-5xx', DETAILS[8]!, /an error \(500\)/],
  ['starting', 'listens-elsewhere', DETAILS[8]!, /port 0, but 45123 is exp/],
  ['failed', 'interpreter-missing', DETAILS[9]!, /needs \/opt\/\$&\/py, which/],
  ['missing', 'program-missing', { program: 'rserver' }, /no program rserver/],
  ['external', 'runs-outside', { pid: 7 }, /\(pid 7\)\. It does not answer/],
  ['external', 'not-answering', null, /^Somebody else runs Lab/],
  ['stopped', 'ide-token', null, /^Lab does not run\. A token made for an IDE/]
])('says the facts of %s/%s %j', (state, reason, detail, words) => {
  expect(statusWords(trans, row(state, reason, detail))).toMatch(words);
});

it.each([
  'bad-reply',
  'server-unreachable',
  'not-logged-in',
  'not-owner',
  'port-changed',
  'xsrf',
  'not-found',
  'app-external',
  'moon-phase'
])('says what a press ran into: %s', reason => {
  const words = problemWords(
    trans,
    { status: 400, reason },
    row('failed', null)
  );
  expect(words).toMatch(/\w.*[.?]$/);
  expect(words.includes(`“${reason}”`)).toBe(reason === 'moon-phase');
});

const LOST: ILostData = {
  name: null,
  port: null,
  reason: '',
  detail: null,
  facts: null
};

it.each<[Partial<ILostData>, string, RegExp]>([
  [
    { port: '81', reason: 'port-refused' },
    'Port 81 does not answer',
    /^No program listens there/
  ],
  [
    { port: '81', reason: 'port-silent' },
    'Port 81 does not answer',
    /no answer that a browser/
  ],
  [
    { port: '81', reason: 'host-unreachable', name: 'far.example' },
    'Port 81 does not answer',
    /“far.example” cannot be reached/
  ],
  [
    { port: '81', reason: 'other-user-on-port' },
    'Port 81 is not yours',
    /another account.*nothing is sent/
  ],
  [
    { port: '81', reason: 'own-port' },
    'Port 81 cannot be opened',
    /the Jupyter server itself/
  ],
  [
    { port: '81', reason: 'proxy-disabled' },
    'Port 81 cannot be opened',
    /jupyter server extension enable jupyter_server_proxy/
  ],
  [
    { name: 'Lab', reason: 'proxy-load-failed', detail: 'no <b>' },
    'Lab cannot be opened',
    /log says: “no <b>”/
  ],
  [
    { name: 'Lab', reason: 'name-taken', facts: { by: 'a.c' } },
    'Lab cannot be opened',
    /“a\.c” gets what is meant for Lab/
  ],
  [
    { name: 'Lab', reason: 'definition-failed', facts: { part: 'mappath' } },
    'Lab',
    /a function of its definition \(mappath\) failed/
  ],
  [
    { name: 'Lab', reason: 'moon-phase' },
    'Lab cannot be opened',
    /“moon-phase”/
  ]
])('says why nothing comes: %j', (data, title, text) => {
  const words = lostWords(trans, { ...LOST, ...data });
  expect(words.title).toBe(title);
  expect(words.text).toMatch(text);
});
