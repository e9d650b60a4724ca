import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import { ApiTokensModel } from '../../apitokens/model';
import ApiTokensSection from '../../apitokens/section';
import { createdApiToken } from '../../apitokens/types';
import { SessionModel } from '../../session/model';
import {
  apiTokenRow,
  denied,
  FakeServer,
  json,
  LIFETIMES,
  refusal
} from '../core/fakes';
import { list, make, settle } from './server';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const WISH = { recipe: 'vscode', note: 'VS Code', expires_in: 60 };

describe('apitokens/types', () => {
  it('reads a created token, and refuses one without its secret', () => {
    const reply = {
      apitoken: apiTokenRow('a'),
      secret: 's',
      expires_at: 2000,
      seq: 1
    };
    expect(createdApiToken(reply)).toMatchObject({
      secret: 's',
      clamped: false
    });
    expect(() => createdApiToken({ ...reply, secret: null })).toThrow();
  });
});

describe('apitokens/model', () => {
  it('knows which tokens stand', async () => {
    const server = new FakeServer();
    const model = make(server);
    list(server, 'a', 'b');
    await model.refresh();
    expect([model.isAlive('a'), model.isAlive('x')]).toEqual([true, false]);
    list(server, 'b');
    await model.refresh();
    expect([model.isAlive('a'), model.isAlive('b')]).toEqual([false, true]);
  });

  it('does not lose a token made while an older list was on its way', async () => {
    const server = new FakeServer();
    const model = make(server);
    let answer: () => void = () => undefined;
    server.on(
      'GET apitokens',
      () =>
        new Promise(resolve => {
          answer = () => {
            resolve(
              json({ now: 2000, seq: 1, apitokens: [], lifetimes: LIFETIMES })
            );
          };
        })
    );
    server.on('POST apitokens', () =>
      json(
        { apitoken: apiTokenRow('a'), secret: 's', expires_at: 9000, seq: 2 },
        201
      )
    );
    const loading = model.refresh();
    await settle();
    await model.create(WISH);
    answer();
    await loading;
    expect(model.isAlive('a')).toBe(true);
  });

  it('checks with a list that was asked for afterwards', async () => {
    const server = new FakeServer();
    const model = make(server);
    list(server, 'a');
    await model.refresh();
    let answer: () => void = () => undefined;
    server.on(
      'GET apitokens',
      () =>
        new Promise(resolve => {
          answer = () => {
            list(server); // revoked elsewhere after this reply was written
            resolve(
              json({
                now: 2000,
                seq: 1,
                apitokens: [apiTokenRow('a')],
                lifetimes: LIFETIMES
              })
            );
          };
        })
    );
    void model.refresh();
    await settle();
    const check = model.check('a');
    await settle();
    answer();
    expect(await check).toBe(false);
  });

  it('revokes, also what is gone already, and tells what went wrong', async () => {
    const server = new FakeServer();
    const model = make(server);
    list(server, 'a', 'b', 'c');
    await model.refresh();
    server.on('DELETE apitokens/a', () => new Response(null, { status: 204 }));
    server.on('DELETE apitokens/b', refusal('no-such-apitoken', 404));
    server.on('DELETE apitokens/c', refusal('storage-silent', 503));
    for (const id of ['a', 'b', 'c']) {
      await model.revoke(id);
    }
    expect(['a', 'b', 'c'].map(id => model.isAlive(id))).toEqual([
      false,
      false,
      true
    ]);
    expect(model.problem?.reason).toBe('storage-silent');
  });

  it('asks for no list where none is allowed', async () => {
    const server = new FakeServer();
    const model = make(server, denied('hub-manual'));
    await model.refresh();
    expect(model.list.problem?.reason).toBe('hub-manual');
    expect(server.count('GET apitokens')).toBe(0);
    const bare = new ApiTokensModel(
      server.connection(),
      new SessionModel(new FakeServer().connection())
    );
    await bare.refresh();
    expect(bare.list.problem?.reason).toBe('no-server-half');
  });
});

describe('apitokens/section', () => {
  async function draw(
    model: ApiTokensModel,
    onHubTokenPage: (() => void) | null = null
  ): Promise<jest.Mock> {
    const announce = jest.fn();
    render(
      <ApiTokensSection
        trans={trans}
        model={model}
        onHubTokenPage={onHubTokenPage}
        announce={announce}
      />
    );
    await act(() => model.refresh());
    return announce;
  }

  it('lists note, end, use and client', async () => {
    const server = new FakeServer();
    server.on('GET apitokens', () =>
      json({
        now: 2000,
        seq: 1,
        apitokens: [
          {
            ...apiTokenRow('a'),
            last_activity: 1760,
            seen_client: 'vscode-jupyter'
          },
          { ...apiTokenRow('old'), expires_at: 1999 }
        ],
        lifetimes: LIFETIMES
      })
    );
    await draw(make(server));
    expect(screen.getByText(/^Note a · /)).toBeInTheDocument();
    const words = 'Ends in 7 days · used 4 min ago';
    expect(screen.getByText(words)).toHaveAttribute(
      'title',
      expect.stringMatching(RegExp(`^${words}\n.+\n.+\nvscode-jupyter$`))
    );
    expect(screen.queryByText(/Note old/)).toBeNull();
  });

  it('revokes with the Delete key after asking', async () => {
    const server = new FakeServer();
    list(server, 'a');
    server.on('DELETE apitokens/a', () => new Response(null, { status: 204 }));
    const announce = await draw(make(server));
    const row = screen.getByRole('button', { name: /^Revoke “Note a · / });
    fireEvent.keyDown(row, { key: 'Delete' });
    const cancel = await screen.findByText('Cancel');
    expect(
      screen.getByText(/^Revoke “Note a · Jan 1, .*”\?$/)
    ).toBeInTheDocument();
    await act(async () => {
      fireEvent.click(cancel);
      await settle();
    });
    expect(server.count('DELETE apitokens/a')).toBe(0);

    fireEvent.click(row);
    const confirm = await screen.findByText('Revoke');
    list(server);
    await act(async () => {
      fireEvent.click(confirm);
      await settle();
    });
    expect(server.count('DELETE apitokens/a')).toBe(1);
    expect(announce).toHaveBeenCalledWith(
      expect.stringMatching(/^Revoked “Note a · Jan 1, .*”$/)
    );
    expect(screen.getByText(/No tokens yet/)).toBeInTheDocument();
  });

  it('leaves a missing server half to the strip', async () => {
    const connection = new FakeServer().connection();
    await draw(new ApiTokensModel(connection, new SessionModel(connection)));
    expect(screen.getByText(/needs the server half/)).toBeInTheDocument();
  });

  it('says why there are none, with the hub’s page beside', async () => {
    const open = jest.fn();
    await draw(make(new FakeServer(), denied('hub-manual')), open);
    fireEvent.click(
      screen.getByRole('button', { name: 'Open the token page' })
    );
    expect(open).toHaveBeenCalledTimes(1);
  });
});
