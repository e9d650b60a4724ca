import { Notification } from '@jupyterlab/apputils';

import { FakeServer, json, refusal } from '../core/fakes';
import { OPEN, setup } from './lab';
import { BASE } from '../core/page';
import { appRow, appsServer } from './rows';

const CODE = appRow('code-server', 'stopped', { folder_argument: 'folder' });

function starting(name: string, open_url: string): FakeServer {
  return appsServer(CODE, appRow('rstudio', 'stopped')).on(
    `POST apps/${name}/start`,
    () =>
      json({ app: { ...CODE, name, state: 'starting' }, seq: 2, open_url }, 202)
  );
}

const browser = jest.fn();
beforeEach(() => {
  browser.mockReset();
  window.open = browser;
  document.body.textContent = '';
});

describe('remote-ide:open-app in a tab of JupyterLab', () => {
  it('opens at once and shows the page that the server names', async () => {
    const server = starting('code-server', '/user/ann/code-server/?folder=/w');
    const { open, added } = await setup(server, { path: 'work' });
    const tab = await open({ name: 'code-server' });
    expect(added).toHaveLength(1);
    expect(tab?.content.id).toBe('server-proxy:code-server?work');
    expect(tab?.content.hasClass('jp-ServerProxy')).toBe(true);
    expect(tab?.content.url).toBe(`${BASE}code-server/?folder=/w`);
    expect(server.requests[1]?.body).toBe('{"folder":"work"}');
  });

  it('does not wait for the server', async () => {
    const server = appsServer(CODE).on(
      'POST apps/code-server/start',
      () => new Promise<Response>(() => undefined)
    );
    const { app, added } = await setup(server);
    await app.commands.execute(OPEN, { name: 'code-server' });
    expect(added).toHaveLength(1);
  });

  it.each([
    [{ cwd: 'RTC:lab' }, 'lab'],
    [{ folder: 'given', cwd: 'other' }, 'given'],
    [{ selection: true }, 'picked'],
    [{}, 'where/browser/is']
  ])('takes the folder from %j', async (args, folder) => {
    const server = starting('code-server', '/user/ann/code-server/');
    const { open } = await setup(server, { path: 'where/browser/is' });
    await open({ name: 'code-server', ...args });
    expect(server.requests[1]?.body).toBe(JSON.stringify({ folder }));
  });

  it.each([
    ['x.py', { folder: '', file: 'x.py' }],
    ['a/b c/ü.py', { folder: 'a/b c', file: 'ü.py' }],
    ['RTC:x.py', { folder: '', file: 'x.py' }]
  ])('opens the selected file %s in its folder', async (path, body) => {
    const server = starting('code-server', '/user/ann/code-server/');
    const { open } = await setup(server, { items: [{ type: 'file', path }] });
    await open({ name: 'code-server', selection: true });
    expect(server.requests[1]?.body).toBe(JSON.stringify(body));
  });

  it('opens the document that has the focus, at its line', async () => {
    const server = starting('code-server', '/user/ann/code-server/');
    const { app, open } = await setup(server);
    const editor = { getCursorPosition: () => ({ line: 41, column: 0 }) };
    Object.assign(app.shell, {
      currentWidget: { context: { path: 'a/x.py' }, content: { editor } }
    });
    await open({ name: 'code-server', current: true });
    expect(server.requests[1]?.body).toBe(
      JSON.stringify({ folder: 'a', file: 'x.py', line: 42 })
    );
  });

  it('opens without a folder of another drive, and says so', async () => {
    const info = jest.spyOn(Notification, 'info').mockReturnValue('');
    const server = starting('code-server', '/user/ann/code-server/');
    const { open } = await setup(server);
    await open({ name: 'code-server', cwd: 's3:bucket' });
    expect(server.requests[1]?.body).toBe('{}');
    expect(info.mock.calls[0]?.[0]).toMatch(/not on the server’s disk/);
  });

  it('sends no folder to an app that takes none', async () => {
    const server = starting('rstudio', '/user/ann/rstudio/');
    const { open } = await setup(server, { path: 'work' });
    await open({ name: 'rstudio' });
    expect(server.requests[1]?.body).toBe('{}');
  });

  it('comes back to a tab that is there', async () => {
    const running = appRow('rstudio', 'running');
    const server = appsServer(running);
    const { open, added, activated } = await setup(server);
    const tab = await open({ name: 'rstudio' });
    expect(tab?.content.url).toBe(`${BASE}rstudio/`);
    expect(await open({ name: 'rstudio' })).toBe(tab);
    expect(added).toHaveLength(1);
    expect(activated).toEqual([tab?.id]);
    expect(server.requests).toHaveLength(1);
  });

  it('comes back to the one of two folders that is asked for, and else to the one in view last', async () => {
    const running = { ...CODE, state: 'running' };
    const at = (folder: string) => `/user/ann/code-server/?folder=/r/${folder}`;
    const server = appsServer(running).on(
      'POST apps/code-server/start',
      async request => {
        const { folder } = (await request.json()) as { folder: string };
        return json({ app: running, seq: 2, open_url: at(folder) }, 202);
      }
    );
    const { open, added } = await setup(server);
    const [one, two] = [
      await open({ name: 'code-server', folder: 'a/one' }),
      await open({ name: 'code-server', folder: 'climate model' })
    ];
    expect(added).toHaveLength(2);
    expect(one?.title.label).toBe('CODE-SERVER — one');
    expect(one?.title.caption).toBe('a/one');
    expect(two?.title.label).toBe('CODE-SERVER — climate model');
    expect(two?.content.url).toBe(new URL(at('climate%20model'), BASE).href);
    const count = server.requests.length;
    expect(await open({ name: 'code-server', folder: 'a/one' })).toBe(one);
    expect(await open({ name: 'code-server', isAnywhere: true })).toBe(two);
    expect(server.requests).toHaveLength(count);
    two?.dispose();
    expect(await open({ name: 'code-server', isAnywhere: true })).toBe(one);
    one?.dispose();
  });

  it.each(['running', 'starting'])(
    'opens one that has no tab in the folder it had last: %s',
    async state => {
      const url = '/user/ann/code-server/?folder=/r/a/one';
      const folders = [
        { path: 'a/one', url, opened: 2 },
        { path: '', url: '/user/ann/code-server/?folder=/r', opened: 1 }
      ];
      const row = { ...CODE, state, folders };
      const server = appsServer(row).on('POST apps/code-server/start', () =>
        json({ app: row, seq: 2, open_url: url }, 202)
      );
      const { open } = await setup(server, { path: 'elsewhere' });
      const tab = await open({ name: 'code-server', isAnywhere: true });
      expect(tab?.content.id).toBe('server-proxy:code-server?a%2Fone');
      expect(tab?.title.label).toBe('CODE-SERVER — one');
      expect(tab?.content.url).toBe(new URL(url, BASE).href);
      tab?.dispose();
    }
  );

  it('says in the tab why an app was not started', async () => {
    const server = appsServer(appRow('rstudio', 'stopped')).on(
      'POST apps/rstudio/start',
      refusal('not-owner')
    );
    const { open } = await setup(server);
    const tab = await open({ name: 'rstudio' });
    const note = tab?.node.querySelector('[role=alert]');
    expect(note).toHaveTextContent('This server is not yours');
    expect(tab?.content.url).toBe('');
  });

  it('says so where the name of a folder is no text', async () => {
    const server = appsServer(CODE).on(
      'POST apps/code-server/start',
      refusal('folder-not-utf8')
    );
    const { open } = await setup(server);
    const tab = await open({ name: 'code-server', folder: 'a\udce9' });
    expect(server.requests[1]?.body).toBe('{"folder":"a\\udce9"}');
    const note = tab?.node.querySelector('[role=alert]');
    expect(note).toHaveTextContent(/folder/);
    tab?.dispose();
    await open({ name: 'code-server', folder: 'a\udce9', newBrowserTab: true });
    expect(browser.mock.lastCall).toContain(
      `${BASE}remote-ide/open/code-server?folder=a%EF%BF%BD`
    );
  });

  it('shows the panel where the app is missing', async () => {
    const server = appsServer(appRow('rstudio', 'missing'));
    const { open, added, shown, model } = await setup(server);
    expect(await open({ name: 'rstudio' })).toBeNull();
    expect(added).toHaveLength(0);
    expect(shown).toEqual(['panel']);
    expect(model.pointed).toBe('rstudio');
  });

  it('has buttons to reload, to leave and for the log', async () => {
    const { open } = await setup(appsServer(appRow('rstudio', 'running')));
    const tab = await open({ name: 'rstudio' });
    expect([...(tab?.toolbar.names() ?? [])]).toEqual(
      expect.arrayContaining(['reload', 'pop-out', 'log', 'status'])
    );
    const frame = tab?.node.querySelector('iframe');
    const sandbox = frame?.getAttribute('sandbox')?.split(' ');
    expect(sandbox).toContain('allow-popups-to-escape-sandbox');
    // The one thing that it is there for.
    expect(sandbox?.join()).not.toContain('top-navigation');
    // As in a browser tab of its own, where Streamlit and Gradio may ask for these.
    expect(frame?.getAttribute('allow')?.split('; ')).toEqual(
      expect.arrayContaining([
        'camera',
        'clipboard-read',
        'clipboard-write',
        'fullscreen',
        'microphone'
      ])
    );
  });
});

describe('remote-ide:open-app in a browser tab', () => {
  it("opens the server's page around the app, straight from the press", async () => {
    const server = appsServer(CODE);
    const { open, added } = await setup(server, { openIn: 'browser' });
    await open({ name: 'code-server', folder: 'a b/é&c' });
    expect(browser).toHaveBeenCalledWith(
      `${BASE}remote-ide/open/code-server?folder=${encodeURIComponent('a b/é&c')}`,
      '_blank',
      'noopener'
    );
    expect(added).toHaveLength(0);
  });

  it('opens a file there at its line', async () => {
    const server = appsServer({ ...CODE, state: 'running' });
    const { app, open } = await setup(server, { openIn: 'browser' });
    const editor = { getCursorPosition: () => ({ line: 2, column: 0 }) };
    Object.assign(app.shell, {
      currentWidget: { context: { path: 'w/a b.py' }, content: { editor } }
    });
    await open({ name: 'code-server', current: true });
    expect(browser).toHaveBeenCalledWith(
      `${BASE}remote-ide/open/code-server?folder=w&file=a%20b.py&line=3`,
      '_blank',
      'noopener'
    );
  });

  it('starts what only a person may start, and leaves what runs', async () => {
    const server = starting('code-server', '/user/ann/code-server/');
    const { open, model } = await setup(server, { openIn: 'browser' });
    await open({ name: 'code-server', folder: 'w' });
    expect(server.requests[1]).toEqual({
      key: 'POST apps/code-server/start',
      body: '{"folder":"w"}'
    });
    expect(model.find('code-server')?.state).toBe('starting');
    await open({ name: 'code-server' });
    expect(server.requests).toHaveLength(2);
  });

  it('does as jupyter-server-proxy would where our half is absent, whatever the setting', async () => {
    const entry = (name: string, new_browser_tab?: boolean) => ({
      name,
      ...(new_browser_tab === undefined ? {} : { new_browser_tab }),
      launcher_entry: { title: name, path_info: `${name}/` }
    });
    const server = new FakeServer().on('GET server-proxy/servers-info', () =>
      json({ server_processes: [entry('away'), entry('here', false)] })
    );
    const { open, added } = await setup(server);
    expect(await open({ name: 'away' })).toBeNull();
    expect(browser).toHaveBeenCalledWith(`${BASE}away/`, '_blank', 'noopener');
    await open({ name: 'here' });
    expect(browser).toHaveBeenCalledTimes(1);
    expect(added).toHaveLength(1);
  });

  it('goes on in the folder that it was opened with last', async () => {
    const folders = [{ path: 'a/one', url: '/x', opened: 2 }];
    const running = { ...CODE, state: 'running', folders };
    const { open } = await setup(appsServer(running), { openIn: 'browser' });
    await open({ name: 'code-server', isAnywhere: true });
    expect(browser).toHaveBeenCalledWith(
      `${BASE}remote-ide/open/code-server?folder=${encodeURIComponent('a/one')}`,
      '_blank',
      'noopener'
    );
  });

  it('does so for one call, whatever the setting', async () => {
    const { open } = await setup(appsServer(appRow('rstudio', 'running')));
    await open({ name: 'rstudio', newBrowserTab: true });
    expect(browser).toHaveBeenCalledTimes(1);
  });
});
