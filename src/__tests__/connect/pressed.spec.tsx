import { act, fireEvent, screen } from '@testing-library/react';

import { json, minting } from '../core/fakes';
import { NAME, Site } from './site';

describe('connect, before and after a press', () => {
  let site: Site;

  beforeEach(() => {
    site = new Site();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['node42', 'node42'],
    ['n-1.c.example.org', 'n-1']
  ])('says of the host %s no more than tells it apart', async (host, short) => {
    await site.draw({ folder: '/home/ann/', host });
    expect(
      screen.getByText(`Code, files and packages are on ${short}.`, {
        exact: false
      })
    ).toBeVisible();
  });

  it('says shortly where things are, and all of it after the press', async () => {
    minting(site.server);
    const { container } = await site.draw({ folder: '/home/ann/' });
    expect(
      screen.getByText(
        'Notebooks stay on your computer. Code, files and packages are on node42.'
      )
    ).toBeVisible();
    await site.press(NAME);
    const text = container.textContent;
    expect(text).toContain(
      'Notebooks are saved on your computer. Code reads and writes files on node42.cluster: open("data.csv") means /home/ann/data.csv. Upload data in JupyterLab first.'
    );
    expect(text).toContain(
      'Install packages on node42.cluster (%pip install … in a cell); installing on your computer has no effect.'
    );
    expect(text).not.toContain('Notebooks stay');
  });

  it('says less where it is not known in which folder a kernel starts', async () => {
    minting(site.server);
    const { container } = await site.draw();
    await site.press(NAME);
    expect(container.textContent).toContain(
      'Code reads and writes files on the server. Upload data'
    );
    expect(container.textContent).not.toContain('data.csv');
  });

  it('shows nothing of a token, and no steps, before there is one', async () => {
    minting(site.server);
    const { container } = await site.draw();
    expect(container).not.toHaveTextContent(/•|Select Kernel|Install the/);
    expect(screen.getByRole('button', { name: NAME })).toHaveTextContent(
      /^Copy connection URL$/
    );
    await site.press(NAME);
    expect(container).toHaveTextContent(/••••.*Select Kernel.*Install the/);
  });

  it('says that a token is another one, and whose lifetime is chosen next to it', async () => {
    minting(site.server);
    const { container } = await site.draw();
    expect(container).toHaveTextContent(/Works 7 days.*· while the server/);
    await site.press(NAME);
    expect(container).not.toHaveTextContent(/New token copied|· while/);
    expect(screen.getByLabelText('Lifetime')).toHaveTextContent(
      /New tokens work 7 days/
    );
    await site.press('New token');
    expect(container).toHaveTextContent('New token copied.');
    expect(site.announce).toHaveBeenLastCalledWith('New token copied.');
    await site.press(NAME);
    expect(container).not.toHaveTextContent('New token copied.');
  });

  it('waits for the client, and says when it was here last', async () => {
    minting(site.server);
    const { container, apiTokens } = await site.draw();
    expect(container).not.toHaveTextContent(/Waiting|connected/);
    await site.press(NAME);
    expect(container).toHaveTextContent('Waiting for VS Code…');
    const [row] = apiTokens.list.data ?? [];
    for (const [seq, ago, said] of [
      [10, 4, /VS Code connected, [45] s ago/],
      [11, 180, /VS Code connected, 3 min ago/],
      [12, -90, /VS Code connected, 0 s ago/] // a clock may be set
    ] as const) {
      const now = Date.now() / 1000 + apiTokens.ahead;
      act(() => {
        apiTokens.list.put({ ...row!, last_activity: now - ago }, seq);
      });
      expect(container).toHaveTextContent(said);
      expect(container).not.toHaveTextContent('Waiting');
    }
    await site.press('New token');
    expect(container).toHaveTextContent('Waiting for VS Code…');
  });

  it('puts the steps away, not what was copied', async () => {
    minting(site.server);
    const { container } = await site.draw({ folder: '/home/ann' });
    await site.press(NAME);
    await site.press('Hide steps');
    expect(container).not.toHaveTextContent(/Select Kernel|Install the/);
    expect(container).toHaveTextContent(/Copied\..*••••.*Code, files and/);
    await site.press('Show steps');
    expect(container).toHaveTextContent(/Select Kernel.*open\("data.csv"\)/);
  });

  it('follows the life of what was copied', async () => {
    minting(site.server);
    const { container, apiTokens } = await site.draw();
    await site.press(NAME);
    expect(container).toHaveTextContent('Copied.');
    await act(() => apiTokens.revoke('id1'));
    expect(container).not.toHaveTextContent('Copied.');
    expect(container).not.toHaveTextContent(/•|Select Kernel/);
    expect(
      screen.getByText('This URL was revoked. Copy a new one.')
    ).toBeVisible();
    await site.press(NAME);
    expect(container).toHaveTextContent('Copied.');
    expect(container).not.toHaveTextContent(/revoked\. Copy/);
    jest.useFakeTimers({ now: Date.now() + 8 * 24 * 3600 * 1000 });
    act(() => {
      apiTokens.list.set([]);
    });
    expect(
      screen.getByText('This URL has expired. Copy a new one.')
    ).toBeVisible();
  });

  it.each([
    ['Replace it', 'replace'],
    ['Keep both', 'keep-used']
  ])('asks where one is in use: %s', async (answer, existing) => {
    site.server.on('POST apitokens', () =>
      json(
        { message: '', reason: 'apitoken-exists', detail: { count: '1' } },
        409
      )
    );
    await site.draw();
    await site.press(NAME);
    expect(site.copied).toEqual([]);
    const question =
      'You have a VS Code token whose URL cannot be shown again.';
    expect(site.announce).toHaveBeenCalledWith(question);
    expect(screen.getByRole('group', { name: question })).toBeVisible();
    minting(site.server);
    await site.press(answer);
    expect(site.copied).toEqual(['http://localhost/user/ann/?token=s1']);
    expect(screen.queryByText(question)).toBeNull();
    expect(screen.getByRole('button', { name: NAME })).toHaveFocus();
    const last = site.server.requests
      .filter(({ key }) => /POST/.test(key))
      .at(-1);
    expect(JSON.parse(last!.body)).toMatchObject({ existing });
  });

  it('asks of several, and of one with another lifetime, in other words', async () => {
    minting(site.server);
    await site.draw();
    const refuse = (count: string) => {
      site.server.on('POST apitokens', () =>
        json({ message: '', reason: 'apitoken-exists', detail: { count } }, 409)
      );
    };
    refuse('2');
    await site.press(NAME);
    expect(
      screen.getByText(/^You have 2 VS Code tokens whose URLs cannot/)
    ).toBeVisible();
    expect(site.announce).toHaveBeenLastCalledWith(
      expect.stringMatching(/^You have 2 VS Code tokens/)
    );
    minting(site.server);
    await site.press('Keep all');
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: '28800' }
    });
    refuse('1');
    await site.press(NAME);
    expect(screen.getByText(/with another lifetime/)).toBeVisible();
  });

  it('tells where the one before could not be ended', async () => {
    minting(site.server);
    const make = site.server.answers.get('POST apitokens')!;
    site.server.on('POST apitokens', async request => {
      const reply = (await (await make(request)).json()) as object;
      return json({ ...reply, not_ended: 1 }, 201);
    });
    await site.draw();
    await site.press(NAME);
    expect(screen.getByText(/before it could not be removed/)).toBeVisible();
  });
});
