import { screen } from '@testing-library/react';

import { CLIENTS } from '../../connect/clients';
import type { IInstructions } from '../../connect/types';
import { CommandIDs } from '../../core/commands';
import { denied, STATUS } from '../core/fakes';
import { ADDRESS, HUB, Page } from './page';
import quill from './quill';

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
        load: () => import('./quill')
      },
      {
        id: 'ferry',
        name: 'Ferry',
        family: 'file',
        load: async () => ({ default: ferry })
      }
    ]
  };
});

describe('connect, with one more client', () => {
  let page: Page;

  beforeEach(() => {
    page = new Page();
  });

  it('has it in list and card', async () => {
    const container = await page.start();
    expect([...page.list.options].map(({ text }) => text)).toEqual(
      CLIENTS.filter(({ family }) => !/^(hub-url|ssh)$/.test(family)).map(
        ({ name }) => name
      )
    );
    await page.choose('quill');
    // Nothing of a token that does not exist.
    expect(container).not.toHaveTextContent(/quill\.toml|Start Quill|•/);
    await page.press('Copy Quill settings');
    for (const words of ['Put this into quill.toml:', 'Start Quill.']) {
      expect(screen.getByText(words)).toBeInTheDocument();
    }
    expect(screen.getByText('Quill is young.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Get Quill' })).toHaveAttribute(
      'href',
      'https://quill.example/'
    );
    expect(screen.getAllByText(/••••/)).toHaveLength(2);
    expect(page.copied).toEqual([`url = "${ADDRESS}"\ntoken = "s1"`]);
    expect(container.innerHTML).not.toContain('s1');
    await page.press('Copy the command');
    expect(page.copied.at(-1)).toBe("quill login <<< 's1'");
    await page.press(/Show the line/);
    await page.press(/Show the command/);
    expect(screen.getAllByText(/s1/)).toHaveLength(2);
    const post = page.server.requests.find(({ key }) => /POST/.test(key))!;
    expect(JSON.parse(post.body)).toMatchObject({
      recipe: 'quill',
      note: 'Quill'
    });
  });

  it('has it in the commands and the palette', async () => {
    await page.start({ isDrawn: false });
    for (const id of [
      CommandIDs.copyConnectionUrl,
      CommandIDs.createApiToken
    ]) {
      expect(page.items).toContainEqual(
        expect.objectContaining({ command: id, args: { client: 'quill' } })
      );
      const described = await page.commands.describedBy(id);
      expect(described.args).toMatchObject({
        properties: { client: { enum: CLIENTS.map(client => client.id) } }
      });
    }
    const args = { client: 'quill' };
    expect([
      page.commands.label(CommandIDs.copyConnectionUrl, args),
      page.commands.label(CommandIDs.createApiToken, args)
    ]).toEqual(['Copy Quill Settings', 'Copy Quill Settings with a New Token']);
    await page.commands.execute(CommandIDs.copyConnectionUrl, args);
    await page.commands.execute(CommandIDs.copyConnectionUrl, args);
    await page.commands.execute(CommandIDs.createApiToken, args);
    expect(page.copied.map(text => text.slice(-4))).toEqual(
      ['s1"', 's1"', 's2"'].map(end => `"${end}`)
    );
  });

  it('says why it cannot be connected here', async () => {
    await page.start({ status: { ...STATUS, hub: HUB } });
    await page.choose('quill');
    expect(screen.getByText(/quill-knows-no-hub/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Copy/ })).toBeNull();
  });

  it('makes no token for one that brings no secret', async () => {
    await page.start({ status: denied('other-identity-provider') });
    await page.choose('ferry');
    await page.press('Copy Ferry settings');
    expect(page.copied).toEqual(['ferry node42']);
    expect(page.server.count('POST apitokens')).toBe(0);
    expect(screen.queryByText(/its own login/)).toBeNull();
  });

  it('loses nothing of several lines where the copy is refused', async () => {
    await page.start();
    await page.choose('quill');
    page.isRefused = true;
    await page.press('Copy Quill settings');
    expect(
      screen.getByLabelText<HTMLTextAreaElement>('Put this into quill.toml:')
        .value
    ).toBe(`url = "${ADDRESS}"\ntoken = "s1"`);
    expect(screen.getByText(/did not let us copy/)).not.toHaveTextContent(
      /URL/
    );
  });
});
