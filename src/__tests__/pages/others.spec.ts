// The page around an app, the page where nothing answers, and what every page begins with.
import { screen } from '@testing-library/react';

import { app } from '../../apps/types';
import { FRAME_ALLOW, FRAME_SANDBOX } from '../../core/frame';
import { showAlone } from '../../pages/alone';
import { hostData, lostData, pageData, startData } from '../../pages/data';
import { HostPage } from '../../pages/host';
import { Messages } from '../../pages/language';
import { showPort } from '../../pages/port';
import { serverAt } from '../../pages/server';
import { appRow } from '../apps/rows';
import { portRow } from '../ports/rows';
import { type FakeServer, FakeSocket, json } from '../core/fakes';
import { BASE } from '../core/page';
import { BASE_URL, fill, serve } from './page';

const words = new Messages({});
let server: FakeServer;

beforeEach(() => {
  server = serve();
});

describe('the host page', () => {
  const row = app(appRow('a b', 'running', { title: 'A', log_next: 1 }));

  beforeEach(() => {
    fill('host');
    const data = { app: row, url: '/user/ann/a%20b/' };
    new HostPage(data, serverAt(BASE_URL)).speak(words);
  });

  it('names its bar', () => {
    expect(
      screen.getByRole('link', { name: 'Back to JupyterLab' })
    ).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
    const log = screen.getByRole('button', { name: 'Log' });
    expect(log).toHaveAttribute('aria-expanded', 'false');
  });

  it('lets the frame do what a tab of JupyterLab lets it do, and no more', () => {
    const frame = document.querySelector('iframe')!;
    expect(frame.getAttribute('sandbox')).toBe(FRAME_SANDBOX);
    expect(frame.getAttribute('sandbox')).not.toContain('top-navigation');
    expect(frame.getAttribute('allow')).toBe(FRAME_ALLOW);
    expect(frame).toHaveAttribute('src', '/user/ann/a%20b/');
  });

  it.each([
    ['', '/user/ann/a%20b/?folder=/w'],
    ['#', '/user/ann/a%20b/?folder=/w'],
    ['#page/2?x=1#/plots', `${BASE}a%20b/page/2?x=1#/plots`],
    // Of the app alone.
    ['#../lab', '/user/ann/a%20b/?folder=/w'],
    ['#%2e%2e/lab', '/user/ann/a%20b/?folder=/w'],
    ['#//evil.org/', `${BASE}a%20b///evil.org/`]
  ])('opens the place in the app that its address names: %s', (hash, src) => {
    window.history.replaceState(null, '', hash || '/');
    fill('host');
    const data = { app: row, url: '/user/ann/a%20b/?folder=/w' };
    new HostPage(data, serverAt(BASE_URL));
    expect(document.querySelector('iframe')).toHaveAttribute('src', src);
    window.history.replaceState(null, '', '/');
  });

  it('covers the frame until something is drawn there', () => {
    const cover = document.getElementById('cover');
    expect(cover).toBeVisible();
    expect(cover).toHaveTextContent('Loading…');
  });

  it('takes the title of what is in the frame', () => {
    const frame = document.querySelector('iframe')!;
    const page = document.implementation.createHTMLDocument('A file');
    Object.defineProperty(frame, 'contentDocument', { value: page });
    frame.dispatchEvent(new Event('load'));
    expect(document.title).toBe('A file');
  });

  describe('where nothing can be read of what stands in the frame', () => {
    const cover = () => document.getElementById('cover')!;
    const load = async (page: Document | null) => {
      const frame = document.querySelector('iframe')!;
      Object.defineProperty(frame, 'contentDocument', {
        value: page,
        configurable: true
      });
      frame.dispatchEvent(new Event('load'));
      await server.idle();
    };

    it('says that the server does not answer, and tries again at the place where it was', async () => {
      server.on('GET status', () => Promise.reject(new TypeError()));
      const page = document.implementation.createHTMLDocument('A');
      Object.defineProperty(page, 'URL', { value: `${BASE}a%20b/page/2` });
      await load(page);
      await load(null);
      expect(cover()).toBeVisible();
      expect(screen.getByRole('status')).toHaveTextContent(
        'The server does not answer.'
      );
      screen.getByRole('button', { name: 'Try again' }).click();
      expect(cover()).toHaveTextContent('Loading…');
      expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
      expect(document.querySelector('iframe')).toHaveAttribute(
        'src',
        `${BASE}a%20b/page/2`
      );
    });

    it('leaves another site there that the app led to', async () => {
      await load(document.implementation.createHTMLDocument('A'));
      await load(null);
      expect(cover()).not.toBeVisible();
      expect(server.count('GET status')).toBe(1);
    });
  });

  it('follows the log only while it is shown', async () => {
    server.on('GET apps/a%20b/log?after=0', () =>
      json({ lines: ['one'], next: 1 })
    );
    server.on('GET apps/a%20b/log?after=1', () =>
      json({ lines: ['two'], next: 2 })
    );
    expect(FakeSocket.all).toEqual([]);
    const toggle = screen.getByRole('button', { name: 'Log' });
    toggle.click();
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    const log = screen.getByRole('region', { name: 'Log of A' });
    FakeSocket.last.accept();
    await server.idle();
    expect(log).toHaveTextContent('one');
    const row = appRow('a b', 'running', { log_next: 2 });
    FakeSocket.last.receive({ topic: 'apps', seq: 1, snapshot: [row] });
    await server.idle();
    expect(log.textContent).toBe('one\ntwo\n');
    toggle.click();
    expect(log).not.toBeVisible();
    expect(FakeSocket.last.sent.at(-1)).toEqual({ want: { apps: null } });
  });
});

it('says around an app in its language what its log leaves out', async () => {
  fill('host');
  const row = app(appRow('a', 'running', { log_next: 9 }));
  server.on('GET apps/a/log?after=0', () =>
    json({ lines: ['nine'], next: 9, cut: 8 })
  );
  const page = new HostPage({ app: row, url: '/a/' }, serverAt(BASE_URL));
  document.getElementById('toggle')!.click(); // before there are words
  page.speak(
    new Messages({
      '%1 earlier line is left out.': ['%1 linio mankas.', '%1 linioj mankas.']
    })
  );
  await server.idle();
  expect(document.getElementById('log')!.textContent).toBe(
    '8 linioj mankas.\nnine\n'
  );
});

it('leads out of a frame what stands in none', () => {
  fill('alone');
  showAlone(words);
  expect(
    screen.getByText(
      'This page does not let itself be shown inside JupyterLab.'
    )
  ).toBeVisible();
  const link = screen.getByText('Open in a browser tab');
  expect(link).toHaveAttribute('href', '');
  expect(link).toHaveAttribute('target', '_blank');
});

describe('the page at a port where nothing answers', () => {
  const reload = jest.fn();
  const row = (id: string, more: object = {}) => ({
    ...portRow(81, { id }),
    ...more
  });

  function open(reason: string, port = '81', path = `/proxy/${port}/x`) {
    reload.mockReset();
    jest.useFakeTimers();
    window.history.replaceState(null, '', path);
    fill('port');
    const data = { name: null, port, reason, detail: null, facts: null };
    showPort(words, data, serverAt(BASE_URL), reload);
  }

  /** What the server lists by now, and how often the page was loaded anew. */
  function list(...snapshot: object[]) {
    FakeSocket.last.receive({ topic: 'ports', seq: 1, snapshot });
    jest.advanceTimersByTime(1000);
    return reload.mock.calls.length;
  }

  afterEach(() => {
    jest.useRealTimers();
    window.history.replaceState(null, '', '/');
  });

  it('says what is the matter, and asks nothing', () => {
    open('port-refused');
    expect(screen.getByRole('heading')).toHaveTextContent(
      'Port 81 does not answer'
    );
    expect(document.title).toBe('Port 81 does not answer');
    expect(screen.getByText('Try again')).toHaveAttribute('href', '');
    expect(
      screen.getByRole('link', { name: 'Back to JupyterLab' })
    ).toBeTruthy();
    expect(server.requests).toEqual([]);
  });

  it('becomes the page of the program once that is there', () => {
    open('port-refused');
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent).toEqual([{ want: { ports: 'background' } }]);
    const status = document.getElementById('status');
    expect(status).not.toHaveTextContent('as soon as it answers');
    expect(list(portRow(80))).toBe(0);
    expect(status).toHaveTextContent(
      'The page appears here as soon as the program answers.'
    );
    expect(list(row('7-81', { reachable: false }))).toBe(0);
    expect(list(row('7-81'))).toBe(1);
  });

  it('waits for a change where a program listens and says nothing', () => {
    open('port-silent');
    FakeSocket.last.accept();
    expect(list(row('7-81', { kind: 'silent' }))).toBe(0);
    expect(list(row('7-81', { kind: 'silent' }), portRow(80))).toBe(0);
    expect(list(row('7-81'))).toBe(1);
  });

  it.each([
    ['other-user-on-port', '81', undefined],
    ['port-refused', '81', '/proxy/elsewhere:81/']
  ])('waits for nothing else: %s', (reason, port, path) => {
    open(reason, port, path);
    expect(FakeSocket.all).toEqual([]);
  });
});

it('reads its data as text that is no program', () => {
  const row = appRow('a', 'starting');
  const write = (page: object) => {
    const data = document.createElement('script');
    data.id = 'remote-ide-data';
    data.type = 'application/json';
    data.textContent = JSON.stringify({ base_url: '/', page });
    document.body.replaceChildren(data);
  };
  write({ app: row, now: 5 });
  expect(pageData(startData).page.app.name).toBe('a');
  write({ app: row, url: '/a/' });
  expect(pageData(hostData).page.url).toBe('/a/');
  write({ port: '81', reason: 'port-silent', name: null, detail: null });
  expect(pageData(lostData).page.facts).toBeNull();
  write({ app: {} });
  expect(() => pageData(startData)).toThrow('bad-reply');
});

it('sends the cookie that the page brought with each press', async () => {
  document.cookie = '_xsrf=2|ab|cd; path=/';
  const seen: Headers[] = [];
  server.on('POST apps/a/start', request => {
    seen.push(request.headers);
    return json({});
  });
  await serverAt(BASE_URL).ask('apps/a/start', 'POST', {});
  expect(seen[0]!.get('X-XSRFToken')).toBe('2|ab|cd');
  expect(seen[0]!.get('Content-Type')).toBe('application/json');
});
