import { act, fireEvent, screen } from '@testing-library/react';

import { denied, json, minting } from '../core/fakes';
import { NAME, Site } from './site';

const HUB = { user: 'ann', server_name: '', version: '5', token_in_url: false };

describe('connect/section', () => {
  let site: Site;

  beforeEach(() => {
    site = new Site();
  });

  afterEach(() => {
    jest.useRealTimers();
    Reflect.deleteProperty(globalThis, 'ClipboardItem');
    Object.defineProperty(navigator, 'clipboard', {
      value: undefined,
      configurable: true
    });
  });

  it('makes and copies with one press; the secret is shown only on request', async () => {
    minting(site.server);
    const { container } = await site.draw();
    await site.press(NAME);
    expect(site.copied).toEqual(['http://localhost/user/ann/?token=s1']);
    expect(site.announce).toHaveBeenCalledWith('Copied');
    expect(screen.getByText(/Ends in 7 days/)).toBeInTheDocument();
    expect(site.everything(container)).not.toContain('token=s1');
    await site.press(/Show the connection URL/);
    expect(container.textContent).toContain('token=s1');
    await site.press(/Hide the connection URL/);
    expect(site.everything(container)).not.toContain('token=s1');
    await site.press(NAME);
    expect(site.server.count('POST apitokens')).toBe(1);
    await site.press('New token');
    expect(site.copied.at(-1)).toBe('http://localhost/user/ann/?token=s2');
    expect(site.everything(container)).not.toMatch(/token=s\d/);
    const stored = [localStorage, sessionStorage]
      .map(storage => JSON.stringify(storage))
      .join();
    expect(stored).not.toContain('s2');
  });

  it('mints once for a double click', async () => {
    minting(site.server, { delay: 5 });
    await site.draw();
    const button = screen.getByRole('button', { name: NAME });
    await act(async () => {
      fireEvent.click(button);
      fireEvent.click(button);
      await new Promise(resolve => setTimeout(resolve, 60));
    });
    expect(site.server.count('POST apitokens')).toBe(1);
  });

  it('keeps the press alive through 6 s of a slow hub', async () => {
    minting(site.server, { delay: 6000 });
    let pressIsOver = false;
    class Item {
      constructor(readonly items: Record<string, Promise<Blob>>) {}
    }
    const write = jest.fn(async ([item]: Item[]) => {
      expect(pressIsOver).toBe(false);
      await item!.items['text/plain'];
    });
    Object.assign(globalThis, { ClipboardItem: Item });
    Object.defineProperty(navigator, 'clipboard', {
      value: { write },
      configurable: true
    });
    await site.draw();
    jest.useFakeTimers();
    fireEvent.click(screen.getByRole('button', { name: NAME }));
    pressIsOver = true;
    expect(write).toHaveBeenCalledTimes(1);
    await act(() => jest.advanceTimersByTimeAsync(100));
    expect(screen.getByText('Making a token…')).toBeInTheDocument();
    await act(() => jest.advanceTimersByTimeAsync(6500));
    expect(site.announce).toHaveBeenCalledWith('Copied');
  });

  it('loses nothing where the copy is refused', async () => {
    minting(site.server);
    site.isRefused = true;
    const { container } = await site.draw();
    await site.press(NAME);
    const field = screen.getByLabelText<HTMLInputElement>('Connection URL');
    expect(field.value).toBe('http://localhost/user/ann/?token=s1');
    expect(field).toHaveFocus();
    expect(field.selectionEnd).toBe(field.value.length);
    expect(container.innerHTML).not.toContain('token=s1');
    site.isRefused = false;
    await site.press('Copy');
    expect(site.copied.at(-1)).toBe(field.value);
    expect(site.server.count('POST apitokens')).toBe(1);
  });

  it('masks a refused copy after 30 s', async () => {
    minting(site.server);
    site.isRefused = true;
    const { container } = await site.draw();
    jest.useFakeTimers();
    fireEvent.click(screen.getByRole('button', { name: NAME }));
    await act(() => jest.advanceTimersByTimeAsync(1000));
    expect(site.everything(container)).toContain('token=s1');
    await act(() => jest.advanceTimersByTimeAsync(30_000));
    expect(site.everything(container)).not.toContain('token=s1');
    expect(
      screen.getByRole('button', { name: /Show the connection URL/ })
    ).toBeInTheDocument();
  });

  it('offers the session’s own token where the hub gives no other', async () => {
    const { container } = await site.draw({
      status: denied('hub-manual', HUB),
      token: 'page-token',
      isHub: true
    });
    expect(container).toHaveTextContent(
      'Works until the server stops, or 5 minutes at most after you log out. Make one that lasts…'
    );
    expect(container).not.toHaveTextContent(/does not let|•/);
    await site.press(NAME);
    expect(site.copied).toEqual([
      'http://localhost/user/ann/?token=page-token'
    ]);
    expect(site.everything(container)).not.toContain('page-token');
    expect(container).toHaveTextContent(/Copied\..*••••/);
    expect(screen.getByLabelText('Help')).toHaveTextContent(
      /log out of the hub, which may take five.*Where to start it again/
    );
  });

  it('promises no logout where there is no hub', async () => {
    const { container } = await site.draw({
      status: denied('turned-off'),
      token: 'page-token'
    });
    expect(container).toHaveTextContent(/as long as this server’s own token/);
    expect(container).not.toHaveTextContent(/log out|lasts|Revoke it/);
    expect(container).toHaveTextContent(
      /restart the server with another token/
    );
  });

  it('says in one sentence that a server asks for nothing', async () => {
    await site.draw({ status: denied('no-authentication') });
    expect(screen.getByText(/asks nobody/)).toBeInTheDocument();
    await site.press(NAME);
    expect(site.copied).toEqual(['http://localhost/user/ann/']);
  });

  it('says why there is no URL', async () => {
    await site.draw({ status: denied('other-identity-provider') });
    expect(screen.getByText(/uses its own login/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: NAME })).toBeNull();
  });

  it('shows a failed press, and tries again', async () => {
    site.server.on('POST apitokens', () =>
      json({ message: '', reason: 'storage-silent' }, 503)
    );
    await site.draw();
    await site.press(NAME);
    expect(site.copied).toEqual([]);
    minting(site.server);
    await site.press('Try again');
    expect(site.copied).toHaveLength(1);
    expect(screen.queryByText(/saving tokens/)).toBeNull();
  });

  it('lets the lifetime be chosen', async () => {
    minting(site.server, { longest: 15 * 24 * 3600 }); // tightened since the list was asked for
    await site.draw();
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: '28800' }
    });
    expect(screen.getByLabelText('Lifetime')).toHaveValue('28800');
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: 'custom' }
    });
    fireEvent.change(screen.getByLabelText('Days'), {
      target: { value: '29' }
    });
    await site.press(NAME);
    expect(screen.getByText(/asked for 29 days/)).toBeInTheDocument();
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: '28800' }
    });
    // What it says is about the token that is there.
    expect(screen.getByText(/asked for 29 days/)).toBeInTheDocument();
    await site.press(NAME);
    expect(screen.getByText(/Ends in 8 h/)).toBeInTheDocument();
    expect(screen.queryByText(/Your site allows/)).toBeNull();
    expect(site.copied.at(-1)).toContain('s2');
  });

  it('helps to see that it works', async () => {
    await site.draw({ folder: '/home/ann' });
    expect(screen.getByText(/it prints node42\.cluster/)).toBeInTheDocument();
    expect(screen.getByText(/Kernel is dead/)).toBeInTheDocument();
    await site.press('Copy the line');
    expect(site.copied).toEqual(['!hostname']);
  });
});
