// The page around an app, the page where nothing answers, and what every page begins with.
import { screen } from '@testing-library/react';

import { app } from '../../apps/types';
import { FRAME_ALLOW, FRAME_SANDBOX } from '../../core/frame';
import { hostData, lostData, pageData, startData } from '../../pages/data';
import { HostPage } from '../../pages/host';
import { Messages } from '../../pages/language';
import { showPort } from '../../pages/port';
import { serverAt } from '../../pages/server';
import { appRow } from '../apps/rows';
import { type FakeServer, FakeSocket, json } from '../core/fakes';
import { BASE_URL, fill, serve } from './page';

const words = new Messages({});
let server: FakeServer;

beforeEach(() => {
  server = serve();
});

describe('the host page', () => {
  beforeEach(() => {
    fill('host');
    const row = app(appRow('a b', 'running', { title: 'A', log_next: 1 }));
    const data = { app: row, url: '/user/ann/a%20b/' };
    new HostPage(data, serverAt(BASE_URL)).speak(words);
  });

  it('names its bar', () => {
    expect(
      screen.getByRole('link', { name: 'Back to JupyterLab' })
    ).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Pop out' })).toBeTruthy();
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

  it('takes the title of what is in the frame', () => {
    const frame = document.querySelector('iframe')!;
    Object.defineProperty(frame, 'contentDocument', {
      value: { title: 'A file' }
    });
    frame.dispatchEvent(new Event('load'));
    expect(document.title).toBe('A file');
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

it('says at a port what is the matter, and asks nothing', () => {
  fill('port');
  showPort(words, {
    name: null,
    port: '81',
    reason: 'port-refused',
    detail: null,
    facts: null
  });
  expect(screen.getByRole('heading')).toHaveTextContent(
    'Port 81 does not answer'
  );
  expect(document.title).toBe('Port 81 does not answer');
  expect(screen.getByText('Try again')).toHaveAttribute('href', '');
  expect(screen.getByRole('link', { name: 'Back to JupyterLab' })).toBeTruthy();
  expect(server.requests).toEqual([]);
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
