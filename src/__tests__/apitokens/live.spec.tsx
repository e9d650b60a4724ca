import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { type ApiTokensModel } from '../../apitokens/model';
import ApiTokensSection from '../../apitokens/section';
import {
  apiTokenRow,
  denied,
  FakeServer,
  FakeSocket,
  json,
  LIFETIMES
} from '../core/fakes';
import { list, make, nextSeq, settle } from './server';

const trans = nullTranslator.load('jupyterlab_remote_ide');

describe('a token or folder that opens nothing', () => {
  const FILE = '/home/ann/.local/share/jupyter/remote_ide/apitokens';

  async function draw(server: FakeServer): Promise<ApiTokensModel> {
    const model = make(server);
    render(
      <ApiTokensSection
        trans={trans}
        model={model}
        onHubTokenPage={null}
        announce={() => undefined}
      />
    );
    await act(() => model.refresh());
    return model;
  }

  it('says what is wrong with a file and how it is mended, and removes it at once', async () => {
    const server = new FakeServer();
    const broken = (id: string, reason: string, detail: object) => ({
      ...apiTokenRow(id),
      ...{ note: '', recipe: '', access: '', expires_at: null },
      ...{ reason, detail }
    });
    const rows = [
      broken('d', 'token-damaged', { file: `${FILE}/d.json` }),
      broken('u', 'token-untrusted', { file: `${FILE}/u.json`, cure: 'close' }),
      broken('f', 'token-untrusted', {
        file: `${FILE}/f.json`,
        cure: 'delete'
      }),
      // However long it is over: it would come back otherwise.
      { ...broken('n', 'token-not-removed', {}), expires_at: 1 }
    ];
    server.on('GET apitokens', () =>
      json({ now: 2000, seq: nextSeq(), apitokens: rows, lifetimes: LIFETIMES })
    );
    server.on('DELETE apitokens/d', () => {
      rows.shift();
      return new Response(null, { status: 204 });
    });
    const model = await draw(server);
    expect(screen.getByText(/is damaged: it opens nothing/)).toBeVisible();
    expect(
      screen.getByText(new RegExp(`chmod go-w "${FILE}/u.json"`))
    ).toBeVisible();
    expect(screen.getByText(/Somebody else.*Remove it/)).toBeVisible();
    expect(screen.getByText(/could not be removed/)).toBeVisible();
    expect(['d', 'u', 'f'].some(id => model.isAlive(id))).toBe(false);
    const [first] = screen.getAllByRole('button', {
      name: 'Remove the file of this token'
    });
    await act(async () => {
      fireEvent.click(first!);
      await settle();
    });
    expect(screen.queryByText(/is damaged/)).toBeNull();
  });

  it('says how a folder is closed, and shows the list when that is done', async () => {
    const server = new FakeServer();
    const detail = { file: FILE, cure: 'close' };
    server.on('GET apitokens', () =>
      json({ message: '', reason: 'storage-untrusted', detail }, 503)
    );
    const model = await draw(server);
    expect(
      screen.getByText(new RegExp(`chmod go-w "${FILE}"`))
    ).toBeInTheDocument();
    act(() => {
      model.list.receive(null, {
        topic: 'apitokens',
        seq: 99,
        snapshot: [{ ...apiTokenRow('a'), expires_at: null }]
      });
    });
    expect(screen.getByText(/^Note a · /)).toBeInTheDocument();
    expect(screen.queryByText(/chmod/)).toBeNull();
  });
});

describe('the live list', () => {
  it('is followed while it is looked at, where it is allowed', async () => {
    FakeSocket.all = [];
    const server = new FakeServer();
    list(server, 'a');
    const model = make(server);
    await model.setVisible(true);
    const socket = FakeSocket.last;
    expect(socket.url).toContain('topics=apitokens');
    socket.accept();
    socket.receive({
      ...{ topic: 'apitokens', seq: 500, now: 1 },
      snapshot: [apiTokenRow('b')]
    });
    expect([model.isAlive('a'), model.isAlive('b')]).toEqual([false, true]);
    socket.receive({
      ...{ topic: 'apitokens', seq: 501 },
      problem: { reason: 'storage-silent', detail: {} }
    });
    expect(model.list.problem?.reason).toBe('storage-silent');
    expect(model.isAlive('b')).toBe(true);
    await model.setVisible(false);
    expect(socket.sent.at(-1)).toEqual({ want: { apitokens: null } });
    const others = make(new FakeServer(), denied('not-owner'));
    const before = FakeSocket.all.length;
    await others.setVisible(true);
    expect(FakeSocket.all.length).toBe(before);
  });

  it('takes no token for dead that is younger than what a socket tells', async () => {
    FakeSocket.all = [];
    const server = new FakeServer();
    list(server);
    const model = make(server);
    await model.setVisible(true);
    FakeSocket.last.accept();
    server.on('POST apitokens', () =>
      json({
        ...{ apitoken: apiTokenRow('young'), secret: 's', expires_at: 9e9 },
        ...{ clamped: false, not_ended: 0, seq: 500 }
      })
    );
    const request = { recipe: 'vscode', note: 'n' };
    const { apitoken } = await model.create(request);
    const tell = (message: object) => {
      FakeSocket.last.receive({ topic: 'apitokens', now: 1, ...message });
    };
    tell({ seq: 499, snapshot: [] });
    expect(model.isAlive(apitoken.id)).toBe(true);
    tell({ seq: 500, add: [apitoken], change: [], remove: [] });
    expect(model.isAlive(apitoken.id)).toBe(true);
    tell({ seq: 501, add: [], change: [], remove: [apitoken.id] });
    expect(model.isAlive(apitoken.id)).toBe(false);

    // Another server counts anew: what its whole list has not is gone.
    await model.create(request);
    list(server);
    expect(await model.check(apitoken.id)).toBe(false);
  });
});
