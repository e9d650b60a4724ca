import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { CommandRegistry } from '@lumino/commands';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';

import { ApiTokensModel } from '../../apitokens/model';
import { CLIENTS } from '../../connect/clients';
import plugins from '../../connect/plugin';
import type { IInstructions } from '../../connect/types';
import { CommandIDs } from '../../core/commands';
import { SessionModel } from '../../session/model';
import type { ISection } from '../../tokens';
import { denied, FakeServer, json, minting, STATUS } from '../core/fakes';

/** What somebody adds: a file with this in it, and an entry in the list. */
const quill: IInstructions = {
  icon: 'ui-components:terminal',
  needs: ({ isHub }) => (isHub ? 'quill-knows-no-hub' : null),
  pieces: ({ address }) => [
    {
      kind: 'file',
      label: trans => trans.__('Put this into quill.toml:'),
      isSecret: true,
      text: secret => `url = "${address}"\ntoken = "${secret}"`
    },
    {
      kind: 'command',
      label: trans => trans.__('Or run this:'),
      isSecret: true,
      text: secret => `quill login <<< '${secret}'`
    },
    {
      kind: 'link',
      label: trans => trans.__('Get Quill'),
      isSecret: false,
      text: () => 'https://quill.example/'
    }
  ],
  steps: trans => [trans.__('Start Quill.')],
  caveats: () => []
};

/** One that has a way in of its own. */
const ferry: IInstructions = {
  ...quill,
  needs: () => null,
  pieces: () => [
    {
      kind: 'command',
      label: trans => trans.__('Run this:'),
      isSecret: false,
      text: () => 'ferry node42'
    }
  ]
};

jest.mock('../../connect/clients', () => {
  const actual: { CLIENTS: object[] } = jest.requireActual(
    '../../connect/clients'
  );
  return {
    ...actual,
    CLIENTS: [
      ...actual.CLIENTS,
      {
        id: 'quill',
        name: 'Quill',
        family: 'file',
        load: async () => ({ default: quill })
      },
      {
        id: 'ferry',
        name: 'Ferry',
        family: 'ssh',
        load: async () => ({ default: ferry })
      }
    ]
  };
});

const HUB = { user: 'ann', server_name: '', version: '5', token_in_url: false };
const PLUGIN = 'jupyterlab-remote-ide:connect';
const ADDRESS = 'http://localhost/user/ann/';

describe('connect, from the one list of clients', () => {
  let server: FakeServer;
  let commands: CommandRegistry;
  let copied: string[];
  let isRefused: boolean;
  const items: unknown[] = [];
  const reveal = jest.fn();

  beforeEach(() => {
    server = new FakeServer();
    minting(server);
    commands = new CommandRegistry();
    copied = [];
    isRefused = false;
    items.length = 0;
    Object.assign(document, {
      execCommand: () => {
        copied.push(document.querySelector('textarea')?.value ?? '');
        return !isRefused;
      }
    });
  });

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

  /** Starts the plugin; draws its section if that is wanted. */
  async function start(
    options: {
      settings?: ISettingRegistry;
      status?: object;
      isDrawn?: boolean;
    } = {}
  ): Promise<HTMLElement> {
    server.on('GET status', () => json(options.status ?? STATUS));
    const connection = server.connection();
    const session = new SessionModel(connection);
    const apiTokens = new ApiTokensModel(connection, session);
    const sections: ISection[] = [];
    const panel = {
      addSection: (section: ISection) => sections.push(section),
      announce: () => undefined,
      reveal
    };
    const palette = { addItem: (item: unknown) => items.push(item) };
    plugins[0]!.activate(
      { commands } as unknown as JupyterFrontEnd,
      ...([connection, session, apiTokens, panel] as never[]),
      ...([null, palette, options.settings ?? null] as never[])
    );
    if (options.isDrawn === false) {
      return document.body;
    }
    const section = sections.find(({ id }) => id === 'connect')!;
    const { container } = render(
      <React.Suspense fallback="">{section.render()}</React.Suspense>
    );
    await screen.findByRole('combobox', { name: 'Program to connect' });
    await act(() => session.ready());
    return container;
  }

  function list(): HTMLSelectElement {
    return screen.getByLabelText('Program to connect');
  }

  async function press(name: string | RegExp): Promise<void> {
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name }));
      await server.idle();
    });
  }

  async function choose(id: string): Promise<void> {
    await userEvent.selectOptions(list(), id);
  }

  it('draws each client, and nothing of one in the other', async () => {
    const container = await start();
    expect(list().value).toBe('vscode');
    await press('Copy VS Code connection URL');
    await press(/Show the connection URL/);
    expect(container.innerHTML).toContain('token=s1');
    await choose('pycharm');
    expect(list()).toHaveFocus();
    expect(container.innerHTML).not.toContain('s1');
    expect(screen.getByRole('group', { name: 'PyCharm' })).toContainElement(
      screen.getByRole('button', { name: 'Copy PyCharm connection URL' })
    );
    await press('Copy PyCharm connection URL');
    await press('Copy the token');
    await press('Copy the URL without the token');
    expect(copied.slice(-2)).toEqual(['s2', ADDRESS]);
    expect(container.innerHTML).not.toContain('s2');
    await press(/Show the token/);
    expect(container.textContent).toContain('s2');
    await press('Copy the line');
    expect(copied.at(-1)).toBe('.idea/jupyter-settings.xml');
  });

  it('says with each what may go wrong on this site', async () => {
    await start({ status: { ...STATUS, hub: HUB } });
    await choose('pycharm');
    expect(screen.getByText(/allow_token_in_url/)).toBeInTheDocument();
  });

  it('remembers the client in the settings', async () => {
    const { registry, set } = settingsWith('pycharm');
    await start({ settings: registry });
    expect(list().value).toBe('pycharm');
    expect(set).not.toHaveBeenCalled();
    await choose('vscode');
    expect(set.mock.calls).toEqual([[PLUGIN, 'client', 'vscode']]);
  });

  it('keeps the last of many choices, one at a time', async () => {
    const { registry, set } = settingsWith('vscode');
    await start({ settings: registry });
    let done: () => void = () => undefined;
    set.mockReturnValueOnce(new Promise<void>(resolve => (done = resolve)));
    for (const id of ['pycharm', 'quill', 'ferry']) {
      await choose(id);
    }
    expect(set).toHaveBeenCalledTimes(1);
    done();
    await act(() => server.idle());
    expect(set.mock.calls.map(([, , id]: string[]) => id)).toEqual([
      'pycharm',
      'ferry'
    ]);
  });

  it.each([null, 'gone'])('shows the first where %s is kept', async kept => {
    const { registry, set } = settingsWith(kept);
    await start({ settings: registry });
    expect(list().value).toBe('vscode');
    set.mockRejectedValue(new Error('read-only home'));
    await choose('pycharm');
    await choose('vscode');
    expect(list().value).toBe('vscode');
  });

  describe('with one more client', () => {
    it('has it in list and card', async () => {
      const container = await start();
      expect([...list().options].map(({ text }) => text)).toEqual(
        CLIENTS.map(({ name }) => name)
      );
      await choose('quill');
      for (const words of ['Put this into quill.toml:', 'Start Quill.']) {
        expect(screen.getByText(words)).toBeInTheDocument();
      }
      expect(screen.getByRole('link', { name: 'Get Quill' })).toHaveAttribute(
        'href',
        'https://quill.example/'
      );
      expect(screen.getAllByText(/••••/)).toHaveLength(2);
      expect(screen.queryByRole('button', { name: /Show/ })).toBeNull();
      await press('Copy Quill settings');
      expect(copied).toEqual([`url = "${ADDRESS}"\ntoken = "s1"`]);
      expect(container.innerHTML).not.toContain('s1');
      await press('Copy the command');
      expect(copied.at(-1)).toBe("quill login <<< 's1'");
      await press(/Show the line/);
      await press(/Show the command/);
      expect(screen.getAllByText(/s1/)).toHaveLength(2);
      const post = server.requests.find(({ key }) => /POST/.test(key))!;
      expect(post.body).toBe('{"recipe":"quill","note":"Quill"}');
    });

    it('has it in the commands and the palette', async () => {
      await start({ isDrawn: false });
      for (const id of [
        CommandIDs.copyConnectionUrl,
        CommandIDs.createApiToken
      ]) {
        expect(items).toContainEqual(
          expect.objectContaining({ command: id, args: { client: 'quill' } })
        );
        const described = await commands.describedBy(id);
        expect(described.args).toMatchObject({
          properties: { client: { enum: CLIENTS.map(client => client.id) } }
        });
      }
      const args = { client: 'quill' };
      expect([
        commands.label(CommandIDs.copyConnectionUrl, args),
        commands.label(CommandIDs.createApiToken, args)
      ]).toEqual([
        'Copy Quill Settings',
        'Copy Quill Settings with a New Token'
      ]);
      await commands.execute(CommandIDs.copyConnectionUrl, args);
      await commands.execute(CommandIDs.copyConnectionUrl, args);
      await commands.execute(CommandIDs.createApiToken, args);
      expect(copied.map(text => text.slice(-4))).toEqual(
        ['s1"', 's1"', 's2"'].map(end => `"${end}`)
      );
    });

    it('says why it cannot be connected here', async () => {
      await start({ status: { ...STATUS, hub: HUB } });
      await choose('quill');
      expect(screen.getByText(/quill-knows-no-hub/)).toBeInTheDocument();
      expect(screen.queryByRole('button', { name: /^Copy/ })).toBeNull();
    });

    it('makes no token for one that brings no secret', async () => {
      await start({ status: denied('other-identity-provider') });
      await choose('ferry');
      await press('Copy Ferry settings');
      expect(copied).toEqual(['ferry node42']);
      expect(server.count('POST apitokens')).toBe(0);
      expect(screen.queryByText(/its own login/)).toBeNull();
    });

    it('loses nothing of several lines where the copy is refused', async () => {
      await start();
      await choose('quill');
      isRefused = true;
      await press('Copy Quill settings');
      expect(
        screen.getByLabelText<HTMLTextAreaElement>('Put this into quill.toml:')
          .value
      ).toBe(`url = "${ADDRESS}"\ntoken = "s1"`);
    });
  });

  describe('commands', () => {
    it('are for the first client where they name none', async () => {
      await start({ isDrawn: false });
      expect(commands.label(CommandIDs.copyConnectionUrl)).toBe(
        'Copy VS Code Connection URL'
      );
      await commands.execute(CommandIDs.copyConnectionUrl);
      expect(copied).toEqual([`${ADDRESS}?token=s1`]);
    });

    it('refuse a client that there is none of, and make nothing', async () => {
      await start({ isDrawn: false });
      for (const client of ['vscodium', 5]) {
        const args = { client };
        expect(commands.isEnabled(CommandIDs.createApiToken, args)).toBe(false);
        await expect(
          commands.execute(CommandIDs.createApiToken, args)
        ).rejects.toThrow(
          `There is no client ${JSON.stringify(client)}, only: vscode, pycharm`
        );
      }
      expect(server.requests).toEqual([]);
    });

    it('show the client that could not be copied for, and keep the choice', async () => {
      const { registry, set } = settingsWith('vscode');
      await start({ settings: registry });
      isRefused = true;
      await act(() =>
        commands.execute(CommandIDs.copyConnectionUrl, { client: 'pycharm' })
      );
      expect(reveal).toHaveBeenCalledWith('connect');
      expect(list().value).toBe('pycharm');
      expect(set).not.toHaveBeenCalled();
    });
  });
});
