import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { ITunnel } from '../../connect/clients/tunnel';
import { denied, json, minting, refusal, STATUS } from '../core/fakes';
import { HUB } from './page';
import { NAME, Site } from './site';
import { OPEN, TUNNEL, UNKNOWN } from './tunnelreply';

const LINK = 'SSH tunnel to this server';
const ASK = 'GET connect/tunnel';
const THROUGH = 'Copy the address through the tunnel';
const ALLOWED = {
  ...STATUS,
  capabilities: {
    ...STATUS.capabilities,
    'connect-tunnel': { allowed: true, reason: null }
  }
};

describe('connect, the tunnel', () => {
  let site: Site;

  beforeEach(() => {
    site = new Site();
    minting(site.server);
  });

  /** The card with the tunnel open. */
  async function open(
    tunnel: ITunnel,
    options: Parameters<Site['draw']>[0] = {},
    client?: string
  ): Promise<HTMLElement> {
    site.server.on(ASK, () => json(tunnel));
    const drawn = await site.draw({ status: ALLOWED, ...options });
    if (client !== undefined) {
      const list = screen.getByLabelText('Program to connect');
      await userEvent.selectOptions(list, client);
    }
    await site.press(LINK);
    await screen.findByText(tunnel.browser_url);
    return drawn.container;
  }

  async function copy(name: string): Promise<string | undefined> {
    await site.press(name);
    return site.copied.at(-1);
  }

  const said = (text: RegExp) => screen.queryAllByText(text).length;

  it('is asked for by a press alone', async () => {
    site.server.on(ASK, () => json(TUNNEL));
    await site.draw({ status: ALLOWED });
    const link = screen.getByRole('button', { name: LINK });
    expect(link).toHaveAttribute('aria-expanded', 'false');
    expect(site.server.count(ASK)).toBe(0);
    await site.press(LINK);
    expect(link).toHaveAttribute('aria-expanded', 'true');
    await screen.findByText(TUNNEL.commands[0].posix);
    expect(site.server.count(ASK)).toBe(1);
    expect(site.server.count('POST apitokens')).toBe(0);
    await site.press(LINK);
    expect(screen.queryByText(TUNNEL.commands[0].posix)).toBeNull();
  });

  it.each([STATUS, denied('hub-manual', HUB)])(
    'is not offered where there is none',
    async status => {
      await site.draw({ status });
      expect(screen.queryByRole('button', { name: LINK })).toBeNull();
      const list = screen.getByLabelText('Program to connect');
      expect(list).not.toHaveTextContent(/Remote-SSH|Gateway/);
    }
  );

  it.each([
    ['X11; Linux x86_64', 'posix', 'windows', 'Windows'],
    ['Windows NT 10.0; Win64', 'windows', 'posix', 'Linux or macOS']
  ] as const)(
    'gives %s its own line, and all others folded',
    async (agent, own, foreign, name) => {
      jest.spyOn(navigator, 'userAgent', 'get').mockReturnValue(agent);
      await open(OPEN);
      const [first, jump] = OPEN.commands;
      expect(await copy('Copy the ssh command')).toBe(first[own]);
      const folded = screen.getByText('Other ways to run it').closest('*');
      for (const [label, text] of [
        [`ssh command for ${name}`, first[foreign]],
        ['ssh command by way of the node', jump?.[own]],
        ['lines for ~/.ssh/config', first.ssh_config]
      ]) {
        expect(await copy(`Copy the ${label}`)).toBe(text);
        const button = screen.getByRole('button', {
          name: `Copy the ${label}`
        });
        expect(folded?.parentElement).toContainElement(button);
      }
      expect(await copy('Copy the address for your browser')).toBe(
        OPEN.browser_url
      );
      expect(said(/“ssh -N jupyter-cluster” is enough/)).toBe(1);
    }
  );

  it('puts the token of the card behind its address, and makes it once', async () => {
    const container = await open(OPEN);
    const url = `${OPEN.ide_url}?token=s1`;
    expect(site.everything(container)).toContain(
      `${OPEN.ide_url}?token=••••••••`
    );
    expect(await copy(THROUGH)).toBe(url);
    expect(site.announce).toHaveBeenLastCalledWith('Copied');
    expect(screen.getByRole('button', { name: THROUGH })).toBeInTheDocument();
    expect(await copy('Copy the address without a tunnel')).toBe(
      'http://node042:8888/a/b/?token=s1'
    );
    await site.press(NAME);
    expect(site.copied.at(-1)).toBe('http://localhost/user/ann/?token=s1');
    expect(site.server.count('POST apitokens')).toBe(1);
    expect(site.everything(container)).not.toContain('s1');
    await site.press('Show the address through the tunnel for 30 seconds');
    expect(screen.getByText(url)).toBeInTheDocument();
  });

  it('leaves a question about the token to the card', async () => {
    await open(OPEN);
    site.server.on('POST apitokens', refusal('apitoken-exists', 409));
    await site.press(THROUGH);
    expect(site.copied).toEqual([]);
    expect(site.announce).toHaveBeenCalledWith('Not copied. Above is why.');
    expect(
      await screen.findByRole('button', { name: /Replace/ })
    ).toBeInTheDocument();
  });

  it('says what the browser refused', async () => {
    await open(OPEN);
    site.isRefused = true;
    await site.press('Copy the ssh command');
    expect(said(/^The browser refused to copy$/)).toBe(1);
  });

  it('says who gets at the port, and where no tunnel is needed', async () => {
    await open(OPEN);
    expect(said(/open to the whole cluster/)).toBe(1);
    expect(said(/^Is your VS Code window already remote \(/)).toBe(1);
    expect(said(/27543 stays the same from job to job/)).toBe(1);
  });

  it('names the node where its port is open there alone', async () => {
    await open({ ...TUNNEL, job: null });
    expect(said(/open on node042 alone/)).toBe(1);
    expect(said(/already remote, on node042 itself/)).toBe(1);
    expect(said(/from job to job/)).toBe(0);
    expect(said(/you need no tunnel\.$/)).toBe(1);
    expect(await copy('Copy the address without a tunnel')).toBe(
      'http://localhost:8888/?token=s1'
    );
  });

  it.each([
    [TUNNEL, /another name|No login host/, 0],
    [OPEN, /where the job was submitted\. If you log in at another/, 1],
    [{ ...TUNNEL, login_host_source: 'guess' }, /SSH session came in/, 1],
    [UNKNOWN, /No login host.*“-J ann@HOST”/, 1],
    [{ ...UNKNOWN, job: null }, /another name than “node042”, put that/, 1]
  ])('says of the login host what is known (%#)', async (told, text, times) => {
    await open(told);
    expect(said(text)).toBe(times);
  });

  it('gives a client of lines its lines', async () => {
    await open(OPEN, {}, 'zed');
    expect(said(/^In Zed paste/)).toBe(0);
    expect(await copy(THROUGH)).toBe(
      "export JUPYTER_SERVER='http://localhost:27543/a/b'\nexport JUPYTER_TOKEN='s1'\nzed"
    );
    expect(said(/program that runs on the cluster needs no tunnel/)).toBe(1);
  });

  it('gives who has no token the way alone', async () => {
    const status = { ...ALLOWED, ...denied('not-owner') };
    await open(TUNNEL, {
      status: {
        ...status,
        capabilities: {
          ...status.capabilities,
          'connect-tunnel': { allowed: true, reason: null }
        }
      }
    });
    expect(screen.queryByRole('button', { name: THROUGH })).toBeNull();
  });

  it('says why there is none, and tries again', async () => {
    site.server.on(ASK, () => Promise.reject(new TypeError('lost')));
    await site.draw({ status: ALLOWED });
    await site.press(LINK);
    await screen.findByText(/The server does not answer/);
    site.server.on(ASK, () => json(TUNNEL));
    await site.press('Try again');
    await screen.findByText(TUNNEL.browser_url);
  });

  it('is asked for anew where another server may answer', async () => {
    site.server.on(ASK, () => json(TUNNEL));
    const { session } = await site.draw({ status: ALLOWED });
    await site.press(LINK);
    await screen.findByText(TUNNEL.commands[0].posix);
    site.server.on(ASK, () => json(OPEN));
    await act(() => session.refresh());
    await screen.findByText(OPEN.commands[0].posix);
    const list = screen.getByLabelText('Program to connect');
    await userEvent.selectOptions(list, 'gateway');
    await screen.findByText(/whole IDE works on node042/);
    site.server.on(ASK, () => json({ ...OPEN, node: 'node7' }));
    await act(() => session.refresh());
    await screen.findByText(/whole IDE works on node7/);
  });

  it('takes what is no answer of ours for none', async () => {
    site.server.on(ASK, () => json({ ...TUNNEL, commands: [] }));
    await site.draw({ status: ALLOWED });
    await site.press(LINK);
    await screen.findByText(/an answer that is not ours/);
  });

  it('offers whole IDEs over ssh, each with its lines and no token', async () => {
    site.server.on(ASK, () => json(TUNNEL));
    await site.draw({ status: ALLOWED, folder: '/home/ann' });
    const list = screen.getByLabelText('Program to connect');
    await userEvent.selectOptions(list, 'vscode-ssh');
    await screen.findByText(/whole IDE works on node042/);
    expect(screen.queryByRole('button', { name: LINK })).toBeNull();
    await site.press('Copy VS Code Remote-SSH settings');
    expect(site.copied).toEqual([
      expect.stringMatching(/^Host jupyter-cluster-ide\n/)
    ]);
    expect(
      screen.getByRole('link', { name: 'Then open this folder in VS Code' })
    ).toHaveAttribute(
      'href',
      'vscode://vscode-remote/ssh-remote+jupyter-cluster-ide/home/ann'
    );
    expect(site.server.count('POST apitokens')).toBe(0);
    await userEvent.selectOptions(list, 'gateway');
    await screen.findByRole('button', {
      name: 'Copy JetBrains Gateway settings'
    });
  });
});
