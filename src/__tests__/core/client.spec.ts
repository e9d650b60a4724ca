import { Client } from '../../core/client';
import { ProblemError } from '../../core/result';
import { FakeServer, json, leadsTo } from './fakes';

describe('core/client', () => {
  let server: FakeServer;
  let client: Client;

  beforeEach(() => {
    server = new FakeServer();
    client = new Client(server.settings());
  });

  async function problem(): Promise<unknown> {
    const error: unknown = await client.request('apps').then(
      () => null,
      (e: unknown) => e
    );
    expect(error).toBeInstanceOf(ProblemError);
    return error instanceof ProblemError ? error.problem : null;
  }

  it('returns JSON, and null for a reply without a body', async () => {
    server.on('GET apps', () => json({ apps: [] }));
    expect(await client.request('apps')).toEqual({ apps: [] });
    server.on('DELETE apitokens/a', () => new Response(null, { status: 204 }));
    expect(await client.request('apitokens/a', 'DELETE')).toBeNull();
  });

  it('sends the body as JSON', async () => {
    server.on('POST apitokens', () => json({}, 201));
    await client.request('apitokens', 'POST', { recipe: 'vscode' });
    expect(server.requests[0]!.body).toBe('{"recipe":"vscode"}');
  });

  it.each([
    [403, { reason: 'hub-manual' }, 'hub-manual'],
    [400, { message: 'x', reason: 'bad-note' }, 'bad-note'],
    [403, {}, 'not-logged-in'],
    [401, {}, 'not-logged-in'],
    [403, { reason: 7 }, 'not-logged-in'],
    [403, { reason: '' }, 'not-logged-in'],
    [404, {}, 'no-server-half'],
    [404, { reason: 'not-found' }, 'not-found'],
    [424, {}, 'server-unreachable'],
    [502, {}, 'server-unreachable'],
    [503, {}, 'server-unreachable'],
    [504, {}, 'server-unreachable'],
    [500, {}, 'internal-error'],
    [500, null, 'internal-error']
  ])('reads %i %j as %s', async (status, body, reason) => {
    server.on('GET apps', () => json(body, status));
    expect(await problem()).toEqual({ status, reason });
  });

  it('takes a page of HTML for what it is', async () => {
    server.on('GET apps', () => new Response('<html>', { status: 200 }));
    expect(await problem()).toEqual({ status: 200, reason: 'bad-reply' });
    server.on('GET apps', () => new Response('<html>', { status: 503 }));
    expect(await problem()).toEqual({
      status: 503,
      reason: 'server-unreachable'
    });
  });

  it.each([
    ['a login page', () => new Response('<html>'), 'not-logged-in'],
    ['a login page at another origin', null, 'not-logged-in'],
    ['a hub that knows another user', () => json({}, 404), 'not-logged-in'],
    ['a hub without the server', () => json({}, 424), 'server-unreachable'],
    ['an older hub without it', () => json({}, 503), 'server-unreachable']
  ])('is led to %s', async (_, page, reason) => {
    server.on('GET apps', leadsTo(page));
    expect(await problem()).toMatchObject({ reason });
    expect(server.count('GET apps')).toBe(2);
  });

  it('goes where a proxy leads it, if that is the server', async () => {
    server.on(
      'GET apps',
      leadsTo(() => json({ apps: [] }))
    );
    expect(await client.request('apps')).toEqual({ apps: [] });
  });

  it('wants JSON, for which a hub leads nobody to a page', async () => {
    const accepts: (string | null)[] = [];
    server.on('GET apps', ({ headers }) => {
      accepts.push(headers.get('Accept'), headers.get('X-Site'));
      return json({});
    });
    const init = { headers: { 'X-Site': 'a' } };
    await new Client(server.settings({ init })).request('apps');
    expect(accepts).toEqual(['application/json', 'a']);
  });

  it('tells a broken network from a slow server', async () => {
    server.on('GET apps', () => Promise.reject(new TypeError('gone')));
    expect(await problem()).toEqual({ status: null, reason: 'network' });
    jest.useFakeTimers();
    try {
      server.on(
        'GET apps',
        ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              reject(new Error('aborted'));
            });
          })
      );
      const told = problem();
      await jest.advanceTimersByTimeAsync(30_000);
      expect(await told).toEqual({ status: null, reason: 'timeout' });
    } finally {
      jest.useRealTimers();
    }
  });
});
