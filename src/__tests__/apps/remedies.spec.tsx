import { nullTranslator } from '@jupyterlab/translation';
import { screen, within } from '@testing-library/react';

import { isOver } from '../../apps/over';
import {
  canStop,
  holderOf,
  pageInTheWay,
  remediesOf,
  weightOf
} from '../../apps/remedies';
import { app, isAlive } from '../../apps/types';
import { dotOf, stateWord } from '../../apps/words';
import { sentence } from '../../ui/messages';
import { BASE } from '../core/page';
import { appRow, appsServer } from './rows';
import { show as showApps } from './show';

const trans = nullTranslator.load('');

const row = (state: string, reason: string, detail: object | null = null) =>
  app(appRow('rstudio', state, { title: 'RStudio', reason, detail }));

const TAKEN = {
  address: '19999',
  pid: 4711,
  program: 'python3',
  started: 5150,
  url: '/user/ann/proxy/19999/',
  stoppable: true
};

describe('the sentence of a reason', () => {
  it.each<[string, string, object | null, RegExp]>([
    [
      'failed',
      'port-taken',
      TAKEN,
      /^RStudio needs port 19999, which python3 uses \(pid 4711\)\.$/
    ],
    [
      'failed',
      'port-taken',
      { address: '/tmp/x.sock', pid: 1, program: 'a b' },
      /needs the socket \/tmp\/x\.sock, which a b uses \(pid 1\)/
    ],
    [
      'failed',
      'port-taken',
      { address: '80', pid: null, program: null },
      /needs port 80, which another program uses\.$/
    ],
    [
      'failed',
      'other-user-on-port',
      { address: '80', account: 'bob', fixed: false },
      /^Another account \(bob\) uses port 80; nothing was sent to it\. Started again, the app takes another port/
    ],
    [
      'unhealthy',
      'other-user-on-port',
      { address: '80', account: null, fixed: true },
      /^Another account uses port 80; nothing was sent to it\. The app is set to this address: ask your admin/
    ],
    ['external', 'runs-outside', { pid: 9 }, /not started from here \(pid 9\)/],
    [
      'starting',
      'listens-elsewhere',
      { port: 18288, expected: 45123 },
      /listens on port 18288, but 45123 is expected/
    ],
    ['starting', 'speaks-tls', { port: 1 }, /Switch TLS off in its settings/],
    [
      'unhealthy',
      'redirects-away',
      { location: 'https://login.example:443' },
      /away from this server, to https:\/\/login\.example:443\.$/
    ],
    ['unhealthy', 'answers-5xx', { status: 500 }, /with an error \(500\)\.$/],
    ['unhealthy', 'answers-5xx', null, /with an error of its own/],
    ['unhealthy', 'paused', null, /Continue it in a terminal, or restart it/],
    [
      'failed',
      'not-ended',
      { pids: '7 8', account: 'root', seen: true },
      /could not be ended: pid 7 8 of the account root still runs/
    ],
    [
      'failed',
      'not-ended',
      { pids: '', account: null, seen: false },
      /^Perhaps RStudio still runs: this server cannot see its processes/
    ],
    [
      'failed',
      'interpreter-missing',
      { interpreter: '/opt/py' },
      /its script needs \/opt\/py, which is not on this server/
    ],
    [
      'failed',
      'folder-missing',
      { folder: '/home/x' },
      /its folder \/home\/x is gone/
    ],
    [
      'failed',
      'cannot-execute',
      { message: 'Exec format error' },
      /cannot be run: Exec format error\.$/
    ],
    ['failed', 'cannot-execute', null, /installed but cannot be run\.$/],
    ['stopped', 'cross-site', null, /Another web page asked for RStudio/]
  ])('of %s/%s', (state, reason, detail, words) => {
    const read = row(state, reason, detail);
    const { text } = sentence(trans, reason, {
      name: read.title,
      facts: read.detail
    });
    expect(text).toMatch(words);
    expect(text).not.toMatch(/undefined|null|%\d|\s\./);
    expect(weightOf(read)).not.toBeNull();
  });

  it('is of a request without a fact about the app', () => {
    expect(sentence(trans, 'folder-missing').text).toMatch(/^This folder/);
  });
});

describe('remedies', () => {
  it('are to open, to stop, or to try again where the address is taken', () => {
    expect(remediesOf(row('failed', 'port-taken', TAKEN))).toEqual([
      'open',
      'release',
      'start'
    ]);
    const bare = { ...TAKEN, url: null, stoppable: false };
    expect(remediesOf(row('failed', 'port-taken', bare))).toEqual(['start']);
  });

  it.each(['javascript:alert(1)', '//evil.example/', 'https://evil.example/'])(
    'never lead to %s',
    url => {
      expect(
        pageInTheWay(row('failed', 'port-taken', { ...TAKEN, url }))
      ).toBeNull();
    }
  );

  it('know whom to stop by number and beginning, and nobody else', () => {
    expect(holderOf(row('failed', 'port-taken', TAKEN))).toEqual({
      pid: 4711,
      started: 5150
    });
    expect(holderOf(row('failed', 'crash-loop', TAKEN))).toBeNull();
    expect(
      holderOf(row('failed', 'port-taken', { ...TAKEN, started: null }))
    ).toBeNull();
  });

  it.each<[string, string, object | null, string[]]>([
    ['failed', 'other-user-on-port', { fixed: false }, ['start']],
    ['unhealthy', 'other-user-on-port', { fixed: false }, ['restart']],
    ['unhealthy', 'other-user-on-port', { fixed: true }, []],
    ['unhealthy', 'redirects-away', null, ['show']],
    ['unhealthy', 'answers-5xx', null, ['show']],
    ['unhealthy', 'paused', null, ['restart']],
    ['failed', 'not-ended', { seen: true }, ['stop']],
    ['failed', 'not-ended', { seen: false }, ['start']],
    ['failed', 'folder-missing', null, ['start']],
    ['starting', 'speaks-tls', null, ['log']],
    ['external', 'not-answering', null, []],
    ['external', 'runs-outside', null, []]
  ])('of %s/%s', (state, reason, detail, ids) => {
    expect(remediesOf(row(state, reason, detail))).toEqual(ids);
  });
});

describe('an app that runs outside', () => {
  const outside = (stoppable: boolean) =>
    row('external', 'runs-outside', { pid: 9, stoppable });

  it('is alive, and is ended from here only where that can be', () => {
    expect(isAlive(outside(false))).toBe(true);
    expect(canStop(outside(true))).toBe(true);
    expect(canStop(outside(false))).toBe(false);
    expect(dotOf(outside(true))).toBe('ok');
    expect(stateWord(trans, outside(true))).toBe('runs outside');
  });

  it('is over once it is gone', () => {
    expect(isOver(outside(true), row('stopped', 'exited'))).toBe(true);
    expect(isOver(outside(true), outside(true))).toBe(false);
  });

  it('is no app of somebody else of which nothing is known', () => {
    expect(isAlive(row('external', 'not-answering'))).toBe(false);
    expect(weightOf(row('external', 'apps-open-only'))).toBeNull();
  });
});

describe('a row', () => {
  const show = (...rows: object[]) => showApps(appsServer(...rows));

  it('says who is in the way, with a link to it and the way to be rid of it', async () => {
    const { ran, user } = await show(
      appRow('netdata', 'failed', { reason: 'port-taken', detail: TAKEN })
    );
    const tile = within(screen.getByRole('listitem'));
    expect(
      tile.getByText(/needs port 19999, which python3 uses/)
    ).toBeVisible();
    const link = tile.getByRole('link', { name: /^Open it: python3/ });
    expect(link).toHaveAttribute('href', `${BASE}proxy/19999/`);
    expect(link).toHaveAttribute('rel', 'noopener');
    await user.click(tile.getByRole('button', { name: /^Stop it: python3/ }));
    await user.click(tile.getByRole('button', { name: /^Try again/ }));
    expect(ran.map(each => each.split(' ')[0])).toEqual([
      'release-app',
      'restart-app'
    ]);
  });

  it('is reached by the arrows with all that it offers', async () => {
    const { user } = await show(
      appRow('netdata', 'failed', { reason: 'port-taken', detail: TAKEN })
    );
    await user.tab();
    const seen = new Set<string | null>();
    for (let step = 0; step < 6; step++) {
      seen.add(document.activeElement?.getAttribute('aria-label') ?? null);
      await user.keyboard('{ArrowRight}');
    }
    expect([...seen].join()).toMatch(/Open it.*Stop it.*Try again/);
  });

  it('shows a page anyway', async () => {
    const { ran, user } = await show(
      appRow('a', 'unhealthy', {
        reason: 'redirects-away',
        detail: { location: 'https://x' }
      })
    );
    await user.click(screen.getByRole('button', { name: /anyway: A$/ }));
    expect(ran.map(each => each.split(' ')[0])).toEqual(['show-app']);
  });

  it('has neither a log nor a restart for what runs outside', async () => {
    const { ran, user } = await show(
      appRow('a', 'external', {
        reason: 'runs-outside',
        detail: { pid: 9, stoppable: true }
      })
    );
    expect(screen.getByRole('listitem')).toHaveTextContent(
      /A runs outside.*not started from here \(pid 9\)/
    );
    expect(screen.queryByRole('button', { name: /log|Restart/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Stop A' }));
    expect(ran.map(each => each.split(' ')[0])).toEqual(['stop-app']);
  });

  it('says quietly that an app answers elsewhere', async () => {
    await show(
      appRow('a', 'running', {
        reason: 'listens-elsewhere',
        detail: { port: 2, expected: 1 }
      })
    );
    const words = screen.getByText(/listens on port 2, but 1 is expected/);
    expect(words).toHaveClass('jp-RemoteIDE-quiet');
  });
});
