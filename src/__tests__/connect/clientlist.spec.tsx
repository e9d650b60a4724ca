import { PageConfig } from '@jupyterlab/coreutils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { act, screen } from '@testing-library/react';

import { CLIENTS } from '../../connect/clients';
import { CommandIDs } from '../../core/commands';
import { json, STATUS } from '../core/fakes';
import { ADDRESS, HUB, Page } from './page';
import { TUNNEL } from './tunnelreply';

const PLUGIN = 'jupyterlab-remote-ide:connect';

/** Settings in which this client is kept; null for a file that does not fit its schema. */
function settingsWith(client: string | null): {
  registry: ISettingRegistry;
  set: jest.Mock;
} {
  const set = jest.fn(() => Promise.resolve());
  const load = () =>
    client === null
      ? Promise.reject(new Error('not of these'))
      : Promise.resolve({ composite: { client } });
  return { registry: { load, set } as unknown as ISettingRegistry, set };
}

describe('connect, the list of clients', () => {
  let page: Page;

  beforeEach(() => {
    page = new Page();
  });

  afterEach(() => {
    PageConfig.setOption('hubPrefix', '');
  });

  it('draws each client, and nothing of one in the other', async () => {
    const container = await page.start();
    expect(page.list.value).toBe('vscode');
    await page.press('Copy connection URL for VS Code');
    await page.press(/Show the connection URL/);
    expect(container.innerHTML).toContain('token=s1');
    await page.choose('pycharm');
    expect(page.list).toHaveFocus();
    expect(container.innerHTML).not.toContain('s1');
    expect(screen.getByRole('group', { name: 'PyCharm' })).toContainElement(
      screen.getByRole('button', { name: 'Copy connection URL for PyCharm' })
    );
    await page.press('Copy connection URL for PyCharm');
    await page.press('Copy the token');
    await page.press('Copy the URL without the token');
    expect(page.copied.slice(-2)).toEqual(['s2', ADDRESS]);
    expect(container.innerHTML).not.toContain('s2');
    await page.press(/Show the token/);
    expect(container.textContent).toContain('s2');
    await page.press('Copy the line');
    expect(page.copied.at(-1)).toBe('.idea/jupyter-settings.xml');
  });

  it('draws what a program asks for besides, a button for each', async () => {
    PageConfig.setOption('hubPrefix', '/jh/hub/');
    const container = await page.start({ status: { ...STATUS, hub: HUB } });
    await page.choose('pycharm');
    expect(screen.queryByText(/asks for a user name/)).toBeNull();
    await page.press('Copy connection URL for PyCharm');
    expect(screen.getByText(/asks for a user name/)).toBeInTheDocument();
    for (const [name, text] of [
      ['URL of the hub', 'http://localhost/jh/'],
      ['user name', 'ann'],
      ['token as password', 's1'],
      ['command', '!pwd']
    ] as const) {
      await page.press(`Copy the ${name}`);
      expect(page.copied.at(-1)).toBe(text);
    }
    expect(container.innerHTML).not.toContain('s1');
    await page.press(/Show the token as password/);
    expect(container.textContent).toContain('s1');
  });

  it.each([
    ['desktop', `${ADDRESS}lab`, 'Connect...'],
    ['spyder', 'http://localhost/jh/', 'Tools | Manage remote connections']
  ])('makes no token for %s, whose user logs in', async (id, url, words) => {
    PageConfig.setOption('hubPrefix', '/jh/hub/');
    await page.start({ status: { ...STATUS, hub: HUB } });
    await page.choose(id);
    await page.press(/^Copy connection URL for/);
    expect(page.copied).toEqual([url]);
    expect(page.server.count('POST apitokens')).toBe(0);
    const card = screen.getByRole('group');
    expect(card).toHaveTextContent(words);
    expect(card).not.toHaveTextContent(/Notebooks (stay|are saved) on your/);
  });

  it('says with each what may go wrong on this site', async () => {
    await page.start({ status: { ...STATUS, hub: HUB } });
    await page.choose('pycharm');
    await page.press('Copy connection URL for PyCharm');
    expect(screen.getByText(/takes no token from a URL/)).toBeInTheDocument();
    // That it was not tried is no warning.
    expect(screen.getByText(/not tested with the program/)).toHaveClass(
      'jp-RemoteIDE-quiet'
    );
  });

  it.each([
    [null, false],
    [HUB, true]
  ])(
    'offers what looks a server up at a hub only under one',
    async (hub, has) => {
      await page.start({ status: { ...STATUS, hub } });
      const ids = [...page.list.options].map(({ value }) => value);
      expect(ids.includes('vscode-hub')).toBe(has);
      expect(ids.includes('spyder')).toBe(has);
    }
  );

  it('leads to what works where the chosen one does not', async () => {
    await page.start({ status: { ...STATUS, hub: HUB } });
    await page.choose('zed');
    await page.press('Use Local Jupyter Server');
    expect(page.list.value).toBe('bridge');
    expect(screen.queryByText(/may not work/)).toBeNull();
  });

  it('asks the hub for the list of servers where the client needs it', async () => {
    await page.start({ status: { ...STATUS, hub: HUB } });
    await page.choose('vscode-hub');
    await page.press(/^Copy connection URL for/);
    const post = page.server.requests.find(({ key }) => /POST/.test(key))!;
    expect(JSON.parse(post.body)).toMatchObject({ access: 'list' });
  });

  it('remembers the client in the settings', async () => {
    const { registry, set } = settingsWith('pycharm');
    await page.start({ settings: registry });
    expect(page.list.value).toBe('pycharm');
    expect(set).not.toHaveBeenCalled();
    await page.choose('vscode');
    expect(set.mock.calls).toEqual([[PLUGIN, 'client', 'vscode']]);
  });

  it('keeps the last of many choices, one at a time', async () => {
    const { registry, set } = settingsWith('vscode');
    await page.start({ settings: registry });
    let done: () => void = () => undefined;
    set.mockReturnValueOnce(new Promise<void>(resolve => (done = resolve)));
    for (const id of ['pycharm', 'vscode', 'pycharm', 'vscode']) {
      await page.choose(id);
    }
    expect(set).toHaveBeenCalledTimes(1);
    done();
    await act(() => page.server.idle());
    expect(set.mock.calls.map(([, , id]: string[]) => id)).toEqual([
      'pycharm',
      'vscode'
    ]);
  });

  it.each([null, 'gone'])('shows the first where %s is kept', async kept => {
    const { registry, set } = settingsWith(kept);
    await page.start({ settings: registry });
    expect(page.list.value).toBe('vscode');
    set.mockRejectedValue(new Error('read-only home'));
    await page.choose('pycharm');
    await page.choose('vscode');
    expect(page.list.value).toBe('vscode');
  });

  describe('commands', () => {
    it('are for the first client where they name none', async () => {
      await page.start({ isDrawn: false });
      expect(page.commands.label(CommandIDs.copyConnectionUrl)).toBe(
        'Copy VS Code Connection URL'
      );
      await page.commands.execute(CommandIDs.copyConnectionUrl);
      expect(page.copied).toEqual([`${ADDRESS}?token=s1`]);
    });

    it('offer no new token for who gets none', async () => {
      PageConfig.setOption('hubPrefix', '/jh/hub/');
      await page.start({ isDrawn: false });
      const offered = (command: string) =>
        (page.items as { command: string; args: { client: string } }[])
          .filter(item => item.command === command)
          .map(({ args }) => args.client);
      const urls = offered(CommandIDs.copyConnectionUrl);
      const here = CLIENTS.filter(({ family }) => family !== 'ssh');
      expect(urls).toEqual(here.map(({ id }) => id));
      expect(offered(CommandIDs.createApiToken)).toEqual(
        urls.filter(id => id !== 'desktop' && id !== 'spyder')
      );
    });

    it.each([
      ['', true],
      ['/hub/', false]
    ])(
      'bring whole IDEs by ssh without a token (hub: “%s”)',
      async (hub, has) => {
        PageConfig.setOption('hubPrefix', hub);
        await page.start({ isDrawn: false });
        PageConfig.setOption('hubPrefix', '');
        const args = { client: 'gateway' };
        const of = (command: string) =>
          expect.objectContaining({ command, args }) as unknown;
        const { copyConnectionUrl, createApiToken } = CommandIDs;
        expect(page.commands.isEnabled(createApiToken, args)).toBe(false);
        expect(page.commands.label(copyConnectionUrl, args)).toBe(
          'Copy JetBrains Gateway Settings'
        );
        expect(page.items).not.toContainEqual(of(createApiToken));
        if (has) {
          expect(page.items).toContainEqual(of(copyConnectionUrl));
        } else {
          expect(page.items).not.toContainEqual(of(copyConnectionUrl));
        }
        page.server.on('GET connect/tunnel', () => json(TUNNEL));
        page.server.on('GET session', () => json({ folder: null }));
        await page.commands.execute(copyConnectionUrl, args);
        expect(page.copied.at(-1)).toMatch(/^Host jupyter-cluster-ide/);
        expect(page.server.count('POST apitokens')).toBe(0);
      }
    );

    it('refuse a client that there is none of, and make nothing', async () => {
      await page.start({ isDrawn: false });
      for (const client of ['vscodium', 5]) {
        const args = { client };
        expect(page.commands.isEnabled(CommandIDs.createApiToken, args)).toBe(
          false
        );
        await expect(
          page.commands.execute(CommandIDs.createApiToken, args)
        ).rejects.toThrow(
          `There is no client ${JSON.stringify(client)}, only: vscode, vscode-hub, cursor, pycharm,`
        );
      }
      expect(page.server.requests).toEqual([]);
    });

    it('show the client that could not be page.copied for, and keep the choice', async () => {
      const { registry, set } = settingsWith('vscode');
      await page.start({ settings: registry });
      page.isRefused = true;
      await act(() =>
        page.commands.execute(CommandIDs.copyConnectionUrl, {
          client: 'pycharm'
        })
      );
      expect(page.reveal).toHaveBeenCalledWith('connect');
      expect(page.list.value).toBe('pycharm');
      expect(set).not.toHaveBeenCalled();
    });
  });
});
