import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { ApiTokensModel } from '../../apitokens/model';
import { ClientChoice } from '../../connect/choice';
import { CLIENTS } from '../../connect/clients';
import { recipeOf } from '../../connect/recipe';
import HelpSection from '../../connect/help';
import { ConnectModel } from '../../connect/model';
import ConnectSection from '../../connect/section';
import { SessionModel } from '../../session/model';
import { denied, FakeServer, json, minting, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const NAME = 'Copy VS Code connection URL';
const HUB = { user: 'ann', server_name: '', version: '5', token_in_url: false };

describe('connect/section', () => {
  let server: FakeServer;
  let copied: string[];
  let isRefused: boolean;
  let announce: jest.Mock;

  beforeEach(() => {
    server = new FakeServer();
    copied = [];
    isRefused = false;
    announce = jest.fn();
    Object.assign(document, {
      execCommand: () => {
        copied.push(document.querySelector('textarea')?.value ?? '');
        return !isRefused;
      }
    });
  });

  afterEach(() => {
    jest.useRealTimers();
    Reflect.deleteProperty(globalThis, 'ClipboardItem');
    Object.defineProperty(navigator, 'clipboard', {
      value: undefined,
      configurable: true
    });
  });

  async function draw(
    options: { status?: object; token?: string; isHub?: boolean } = {}
  ): Promise<{ container: HTMLElement; session: SessionModel }> {
    server.on('GET status', () => json(options.status ?? STATUS));
    server.on('GET session', () =>
      json({ now: 1000, host: 'node42', end_time: null })
    );
    const connection = server.connection({ token: options.token ?? '' });
    const session = new SessionModel(connection);
    const apiTokens = new ApiTokensModel(connection, session);
    const model = new ConnectModel({
      connection,
      session,
      apiTokens,
      href: 'http://localhost/user/ann/lab'
    });
    const hub = options.isHub ? 'https://hub.org/hub' : null;
    const { container } = render(
      <ConnectSection
        trans={trans}
        recipes={await Promise.all(CLIENTS.map(recipeOf))}
        choice={new ClientChoice(null)}
        model={model}
        session={session}
        root="/home/ann"
        hubHome={hub && `${hub}/home`}
        hubTokenPage={hub && `${hub}/token`}
        announce={announce}
      />
    );
    await act(() => session.show());
    await act(() => apiTokens.refresh()); // as with the panel
    return { container, session };
  }

  async function press(name: string | RegExp): Promise<void> {
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name }));
      await server.idle();
    });
  }

  /** Everything of a page that somebody could read: text, attributes, fields. */
  function everything(container: HTMLElement): string {
    const fields = [...container.querySelectorAll('input')].map(i => i.value);
    return container.ownerDocument.documentElement.outerHTML + fields.join();
  }

  it('tells first what surprises people', async () => {
    const { container } = await draw({ isHub: true });
    const text = container.textContent;
    expect(text).toMatch(
      /Code runs on node42, with its packages.*files stay.*\/home\/ann.*must run.*Where to start it/
    );
    expect(
      screen.getByRole('link', { name: 'Where to start it again' })
    ).toHaveAttribute('href', 'https://hub.org/hub/home');
  });

  it('makes and copies with one press; the secret is shown only on request', async () => {
    minting(server);
    const { container } = await draw();
    await press(NAME);
    expect(copied).toEqual(['http://localhost/user/ann/?token=s1']);
    expect(announce).toHaveBeenCalledWith('Copied');
    expect(screen.getByText(/Ends in 7 days/)).toBeInTheDocument();
    expect(everything(container)).not.toContain('token=s1');
    await press(/Show the connection URL/);
    expect(container.textContent).toContain('token=s1');
    await press(/Hide the connection URL/);
    expect(everything(container)).not.toContain('token=s1');
    await press(NAME);
    expect(server.count('POST apitokens')).toBe(1);
    await press('New token');
    expect(copied.at(-1)).toBe('http://localhost/user/ann/?token=s2');
    expect(everything(container)).not.toMatch(/token=s\d/);
    const stored = [localStorage, sessionStorage]
      .map(storage => JSON.stringify(storage))
      .join();
    expect(stored).not.toContain('s2');
  });

  it('mints once for a double click', async () => {
    minting(server, { delay: 5 });
    await draw();
    const button = screen.getByRole('button', { name: NAME });
    await act(async () => {
      fireEvent.click(button);
      fireEvent.click(button);
      await new Promise(resolve => setTimeout(resolve, 60));
    });
    expect(server.count('POST apitokens')).toBe(1);
  });

  it('keeps the press alive through 6 s of a slow hub', async () => {
    minting(server, { delay: 6000 });
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
    await draw();
    jest.useFakeTimers();
    fireEvent.click(screen.getByRole('button', { name: NAME }));
    pressIsOver = true;
    expect(write).toHaveBeenCalledTimes(1);
    await act(() => jest.advanceTimersByTimeAsync(100));
    expect(screen.getByText('Making a token…')).toBeInTheDocument();
    await act(() => jest.advanceTimersByTimeAsync(6500));
    expect(announce).toHaveBeenCalledWith('Copied');
  });

  it('loses nothing where the copy is refused', async () => {
    minting(server);
    isRefused = true;
    const { container } = await draw();
    await press(NAME);
    const field = screen.getByLabelText<HTMLInputElement>('Connection URL');
    expect(field.value).toBe('http://localhost/user/ann/?token=s1');
    expect(field).toHaveFocus();
    expect(field.selectionEnd).toBe(field.value.length);
    expect(container.innerHTML).not.toContain('token=s1');
    isRefused = false;
    await press('Copy');
    expect(copied.at(-1)).toBe(field.value);
    expect(server.count('POST apitokens')).toBe(1);
  });

  it('masks a refused copy after 30 s', async () => {
    minting(server);
    isRefused = true;
    const { container } = await draw();
    jest.useFakeTimers();
    fireEvent.click(screen.getByRole('button', { name: NAME }));
    await act(() => jest.advanceTimersByTimeAsync(1000));
    expect(everything(container)).toContain('token=s1');
    await act(() => jest.advanceTimersByTimeAsync(30_000));
    expect(everything(container)).not.toContain('token=s1');
    expect(
      screen.getByRole('button', { name: /Show the connection URL/ })
    ).toBeInTheDocument();
  });

  it('offers the session’s own token where the hub gives no other', async () => {
    const { container } = await draw({
      status: denied('hub-manual', HUB),
      token: 'page-token',
      isHub: true
    });
    await press(
      'Copy URL for this session (ends at logout or when the server stops)'
    );
    expect(copied).toEqual(['http://localhost/user/ann/?token=page-token']);
    expect(everything(container)).not.toContain('page-token');
    expect(screen.getByRole('link', { name: 'Lasting URL…' })).toHaveAttribute(
      'href',
      'https://hub.org/hub/token'
    );
    expect(screen.getByText('access:servers!server=ann/')).toBeInTheDocument();
  });

  it('says in one sentence that a server asks for nothing', async () => {
    await draw({ status: denied('no-authentication') });
    expect(screen.getByText(/asks nobody/)).toBeInTheDocument();
    await press(NAME);
    expect(copied).toEqual(['http://localhost/user/ann/']);
  });

  it('says why there is no URL', async () => {
    await draw({ status: denied('other-identity-provider') });
    expect(screen.getByText(/uses its own login/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: NAME })).toBeNull();
  });

  it('shows a failed press, and tries again', async () => {
    server.on('POST apitokens', () =>
      json({ message: '', reason: 'storage-silent' }, 503)
    );
    await draw();
    await press(NAME);
    expect(copied).toEqual([]);
    minting(server);
    await press('Try again');
    expect(copied).toHaveLength(1);
    expect(screen.queryByText(/saving tokens/)).toBeNull();
  });

  it('lets the lifetime be chosen', async () => {
    minting(server, { longest: 15 * 24 * 3600 }); // tightened since the list was asked for
    await draw();
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: '28800' }
    });
    expect(screen.getByText('New tokens work for 8 h')).toBeInTheDocument();
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: 'custom' }
    });
    fireEvent.change(screen.getByLabelText('Days'), {
      target: { value: '29' }
    });
    await press(NAME);
    expect(screen.getByText(/asked for 29 days/)).toBeInTheDocument();
    fireEvent.change(screen.getByLabelText('Lifetime'), {
      target: { value: '28800' }
    });
    // What it says is about the token that is there.
    expect(screen.getByText(/asked for 29 days/)).toBeInTheDocument();
    await press(NAME);
    expect(screen.getByText(/Ends in 8 h/)).toBeInTheDocument();
    expect(screen.queryByText(/Your site allows/)).toBeNull();
    expect(copied.at(-1)).toContain('s2');
  });

  it('helps to see that it works', async () => {
    const { session } = await draw();
    render(<HelpSection trans={trans} session={session} />);
    expect(screen.getByText(/it prints node42/)).toBeInTheDocument();
    await press('Copy the line');
    expect(copied).toEqual(['!hostname']);
  });
});
