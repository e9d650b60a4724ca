import { act, fireEvent, screen } from '@testing-library/react';

import { hubScope } from '../../connect/types';
import { denied, json } from '../core/fakes';
import { NAME, Site } from './site';

const HUB = { user: 'ann', server_name: '', version: '6', token_in_url: false };
const OPEN = 'Make one that lasts…';
const SECRET = '0123456789abcdef';
const CHECK = 'POST pasted-apitoken';

describe('connect/lasting', () => {
  let site: Site;
  let container: HTMLElement;
  let opened = 0;

  const open = async (status = denied('hub-manual', HUB)) => {
    ({ container } = await site.draw({
      status,
      token: 'page-token',
      isHub: true
    }));
    await site.press(OPEN);
    opened = site.copied.length;
  };
  /** What was copied since the steps were opened. */
  const copied = () => site.copied.slice(opened);
  const field = () => screen.getByLabelText<HTMLInputElement>(/^Paste/);
  const paste = async (text = SECRET) => {
    await act(async () => {
      fireEvent.change(field(), { target: { value: text } });
      await site.server.idle();
    });
  };
  const answers = (reply: object, status = 200) => {
    site.server.on(CHECK, () => json(reply, status));
  };

  beforeEach(() => {
    jest.spyOn(window, 'open').mockReturnValue(null);
    site = new Site();
    answers({ is_broad: false });
  });

  it('leads to the hub’s page with what to fill in there', async () => {
    await open();
    const link = screen.getByRole('link', {
      name: 'Open the hub’s token page'
    });
    const { origin, pathname, hash } = new URL(link.getAttribute('href') ?? '');
    expect(origin + pathname).toBe('https://hub.org/hub/token');
    expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({
      note: 'VS Code',
      scopes: 'access:servers!server=ann/',
      expires_in: '604800'
    });
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    // Opened beside the panel by the same press, with what to paste there in the clipboard.
    expect(window.open).toHaveBeenCalledTimes(1);
    expect(window.open).toHaveBeenCalledWith(
      link.getAttribute('href'),
      '_blank',
      expect.stringMatching(/^popup,noopener,/)
    );
    expect(site.copied).toEqual(['access:servers!server=ann/']);
    await site.press('Copy “Permissions”');
    expect(site.copied).toEqual([
      'access:servers!server=ann/',
      'access:servers!server=ann/'
    ]);
  });

  it('copies a URL with what was pasted, until it is closed', async () => {
    await open();
    await paste(` ${SECRET}\n`);
    const sent = site.server.requests.filter(({ key }) => key === CHECK);
    expect(sent.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { secret: SECRET }
    ]);
    expect(container).toHaveTextContent('It opens this server.');
    expect(container).not.toHaveTextContent(
      /until you log out|do all that you may on/
    );
    expect(field().value).toBe('');
    const url = `http://localhost/user/ann/?token=${SECRET}`;
    expect(copied()).toEqual([url]);
    await site.press(NAME);
    expect(copied()).toEqual([url, url]);
    expect(container).toHaveTextContent(/Copied\..*••••/);
    expect(site.everything(container)).not.toContain(SECRET);
    await site.press(/Show the connection URL/);
    expect(container).toHaveTextContent(SECRET);

    await site.press(OPEN);
    expect(container).toHaveTextContent('Works until the server stops');
    expect(container).not.toHaveTextContent(/Copied\.|••••/);
    expect(site.everything(container)).not.toContain(SECRET);
    await site.press(NAME);
    expect(site.copied.at(-1)).toContain('?token=page-token');
  });

  it('takes what was copied before for what it was', async () => {
    await open();
    await site.press(NAME);
    await site.press(OPEN);
    await site.press(OPEN);
    expect(container).toHaveTextContent('Copied.');
    answers({ message: '', reason: 'pasted-unknown' }, 400);
    await paste();
    expect(container).not.toHaveTextContent('Copied.');
  });

  it.each([
    ['pasted-unknown', 400, /no token of this hub/],
    ['pasted-other-user', 400, /of another user/],
    ['pasted-no-access', 400, /with the permissions above/],
    ['hub-silent', 503, /Try again in a moment/]
  ])('says %s, and drops the one before', async (reason, status, sentence) => {
    await open();
    await paste();
    answers({ message: '', reason }, status);
    await paste('another');
    expect(container).toHaveTextContent(sentence);
    expect(copied()).toEqual([`http://localhost/user/ann/?token=${SECRET}`]);
    await site.press(NAME);
    expect(copied().slice(1)).toEqual([
      'http://localhost/user/ann/?token=page-token'
    ]);
  });

  it('warns of one that may do everything', async () => {
    answers({ is_broad: true });
    await open();
    await paste();
    expect(container).toHaveTextContent(/do all that you may on the hub/);
  });

  it('knows nothing of one that is answered after it was closed', async () => {
    await open();
    fireEvent.change(field(), { target: { value: SECRET } });
    await site.press(OPEN);
    expect(copied()).toEqual([]);
    await site.press(NAME);
    expect(copied()).toEqual(['http://localhost/user/ann/?token=page-token']);
  });

  it('keeps it for the other program', async () => {
    await open();
    await paste();
    fireEvent.change(screen.getByLabelText('Program to connect'), {
      target: { value: 'pycharm' }
    });
    await site.press('Copy connection URL for PyCharm');
    await site.press('Copy the token');
    expect(site.copied.at(-1)).toBe(SECRET);
  });

  it('asks for the list of servers too where the client needs it', async () => {
    await open();
    await act(async () => {
      fireEvent.change(screen.getByLabelText('Program to connect'), {
        target: { value: 'vscode-hub' }
      });
      await site.server.idle();
    });
    await site.press(OPEN);
    expect(copied()).toEqual([
      'access:servers!server=ann/ read:servers!server=ann/'
    ]);
  });

  it('asks nobody for a token on somebody else’s server', async () => {
    const status = { ...denied('hub-manual', HUB), is_owner: false };
    ({ container } = await site.draw({
      status,
      token: 'page-token',
      isHub: true
    }));
    expect(container).toHaveTextContent('Works until the server stops');
    expect(screen.queryByRole('button', { name: OPEN })).toBeNull();
  });

  it.each([
    ['ann', '', 'access:servers!server=ann/'],
    ['ü+x', 'gpu-1', 'access:servers!server=ü+x/gpu-1'],
    // The hub's form would make two permissions of it.
    ['bob smith', '', 'access:servers!user'],
    ['a,b', 'x', 'access:servers!user'],
    ['ann', 'gpu 1', 'access:servers!user']
  ])('names the permissions of %s/%s', (user, name, scope) => {
    expect(hubScope(user, name)).toBe(scope);
    const both = `${scope} ${scope.replace(/^access/, 'read')}`;
    expect(hubScope(user, name, 'list')).toBe(both);
  });
});
