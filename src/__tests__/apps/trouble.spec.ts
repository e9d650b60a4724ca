import { Dialog } from '@jupyterlab/apputils';

import { json } from '../core/fakes';
import { settle, setup } from './lab';
import { BASE } from '../core/page';
import { appRow, appsServer } from './rows';

const RELEASE = 'remote-ide:release-app';
const SHOW = 'remote-ide:show-app';

beforeEach(() => {
  window.open = jest.fn();
  document.body.textContent = '';
});

/** Answers the question that is on the screen. */
async function answer(verb: 'accept' | 'reject'): Promise<string> {
  await settle();
  const node = document.querySelector('.jp-Dialog');
  const words = node?.textContent ?? '';
  const button = `.jp-mod-${verb}`;
  node?.querySelector<HTMLElement>(`.jp-Dialog-footer ${button}`)?.click();
  await settle();
  return words;
}

describe('remote-ide:release-app', () => {
  const taken = appRow('netdata', 'failed', {
    reason: 'port-taken',
    detail: {
      address: '19999',
      pid: 4711,
      program: 'python3',
      started: 5150,
      stoppable: true
    }
  });
  const server = () =>
    appsServer(taken).on('POST apps/netdata/release', () =>
      json({ app: appRow('netdata', 'stopped'), seq: 2 }, 202)
    );

  afterEach(() => {
    Dialog.flush();
  });

  it('names the program and asks before it is ended', async () => {
    const fake = server();
    const { app } = await setup(fake);
    void app.commands.execute(RELEASE, { name: 'netdata' });
    expect(await answer('reject')).toMatch(/Stop python3 \(pid 4711\)\?/);
    expect(fake.count('POST apps/netdata/release')).toBe(0);
    void app.commands.execute(RELEASE, { name: 'netdata' });
    await answer('accept');
    expect(fake.requests.at(-1)?.body).toBe('{"pid":4711,"started":5150}');
  });

  it('asks nothing where nobody is in the way', async () => {
    const { app } = await setup(appsServer(appRow('netdata', 'stopped')));
    await app.commands.execute(RELEASE, { name: 'netdata' });
    expect(document.querySelector('.jp-Dialog')).toBeNull();
  });
});

describe('remote-ide:show-app', () => {
  const away = appRow('a', 'unhealthy', { reason: 'redirects-away' });

  it('opens the page once it may be seen, and loads anew what stood there', async () => {
    const open_url = '/user/ann/a/';
    const server = appsServer(away)
      .on('POST apps/a/show', () => json({ app: away, seq: 2 }, 202))
      .on('POST apps/a/start', () =>
        json({ app: away, seq: 2, open_url }, 202)
      );
    const { app, added, open } = await setup(server);
    await app.commands.execute(SHOW, { name: 'a' });
    await settle();
    expect(added).toHaveLength(1);
    const tab = await open({ name: 'a' });
    expect(tab?.content.url).toBe(`${BASE}a/`);
    const reload = jest.spyOn(tab!, 'reload').mockReturnValue();
    await app.commands.execute(SHOW, { name: 'a' });
    expect(reload).toHaveBeenCalledTimes(1);
    tab?.dispose();
  });

  it('opens nothing where it was refused', async () => {
    const { app, added } = await setup(appsServer(away));
    await app.commands.execute(SHOW, { name: 'a' });
    expect(added).toHaveLength(0);
  });
});

it('opens an app that runs outside where it is, and starts nothing', async () => {
  const outside = appRow('a', 'external', {
    reason: 'runs-outside',
    folder_argument: 'folder'
  });
  const server = appsServer(outside).on('POST apps/a/start', () =>
    json({ app: outside, seq: 2, open_url: '/user/ann/a/?folder=%2Fw' }, 202)
  );
  const { open } = await setup(server);
  const tab = await open({ name: 'a', isAnywhere: true });
  expect(tab?.content.url).toBe(`${BASE}a/`);
  expect(server.count('POST apps/a/start')).toBe(0);
  // Where a folder opens is for the server to say.
  const other = await open({ name: 'a', folder: 'w' });
  expect(other?.content.url).toBe(`${BASE}a/?folder=%2Fw`);
  tab?.dispose();
  other?.dispose();
});
