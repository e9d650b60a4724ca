import { ApiTokensModel } from '../../apitokens/model';
import { CLIENTS } from '../../connect/clients';
import { recipeOf } from '../../connect/recipe';
import { ConnectModel } from '../../connect/model';
import type { IRecipe } from '../../connect/types';
import { SessionModel } from '../../session/model';
import {
  denied,
  FakeServer,
  json,
  LIFETIMES,
  minting,
  refusal,
  STATUS
} from '../core/fakes';

const WEEK = 7 * 24 * 3600;

function make(
  server: FakeServer,
  status: object = STATUS,
  token = '',
  hubRoot: string | null = null
): { model: ConnectModel; apiTokens: ApiTokensModel } {
  server.on('GET status', () => json(status));
  const connection = server.connection({ token });
  const session = new SessionModel(connection);
  const apiTokens = new ApiTokensModel(connection, session);
  const href = 'http://localhost/user/ann/lab';
  return {
    apiTokens,
    model: new ConnectModel({
      ...{ connection, session, apiTokens, href },
      hubRoot
    })
  };
}

const BASE = 'http://localhost/user/ann/';

describe('connect/model', () => {
  let vscode: IRecipe;
  let pycharm: IRecipe;

  beforeAll(async () => {
    const { ask } = make(new FakeServer()).model;
    vscode = await recipeOf(CLIENTS[0], ask);
    pycharm = await recipeOf(
      CLIENTS.find(({ id }) => id === 'pycharm')!,
      ask
    );
  });

  it.each([
    [null, null],
    ['/', 'http://localhost/'],
    ['/a/jh', 'http://localhost/a/jh/'],
    ['https://hub.org/jh', 'https://hub.org/jh/']
  ])('knows where the hub is: %s', async (hubRoot, hubAddress) => {
    const server = new FakeServer();
    minting(server);
    const hub = {
      ...{ user: 'bob smith', server_name: '' },
      ...{ version: '6', token_in_url: null }
    };
    const { model } = make(server, { ...STATUS, hub }, '', hubRoot);
    expect(model.facts.user).toBe('');
    await model.press(vscode);
    expect(model.facts).toMatchObject({ hubAddress, user: 'bob smith' });
  });

  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/144.0.0.0', true],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1', false]
  ])('knows the system of the own computer: %s', (agent, isWindows) => {
    jest.spyOn(navigator, 'userAgent', 'get').mockReturnValue(agent);
    expect(make(new FakeServer()).model.facts.isWindows).toBe(isWindows);
  });

  it('mints once for presses that overlap, and copies the same again', async () => {
    const server = new FakeServer();
    minting(server, { delay: 10 });
    const { model } = make(server);
    const press = () => model.press(vscode);
    const both = [press(), press()];
    expect(model.isBusy('vscode')).toBe(true);
    expect(await Promise.all(both)).toEqual([
      `${BASE}?token=s1`,
      `${BASE}?token=s1`
    ]);
    expect(model.isBusy('vscode')).toBe(false);
    expect(await press()).toBe(`${BASE}?token=s1`);
    expect(server.count('POST apitokens')).toBe(1);
    expect(
      JSON.parse(server.requests.find(r => r.body !== '')!.body)
    ).toMatchObject({ recipe: 'vscode', note: 'VS Code', existing: 'ask' });
  });

  it('makes a new one only on request, and one per client', async () => {
    const server = new FakeServer();
    minting(server);
    const { model } = make(server);
    await model.press(vscode);
    expect(await model.press(vscode, 'keep-used')).toContain('s2');
    expect(await model.press(vscode)).toContain('s2');
    expect(await model.press(pycharm)).toContain('s3');
  });

  it('lets go of a token that was revoked, here or elsewhere', async () => {
    const server = new FakeServer();
    minting(server);
    const { model, apiTokens } = make(server);
    await model.press(vscode);
    await apiTokens.revoke('id1');
    expect(model.held('vscode')).toBeNull();
    expect(model.ended('vscode')).toBe('revoked');
    expect(model.isGiven(vscode, true)).toBe(false);
    expect(model.secret('vscode')).toBe('');
    expect(await model.press(vscode)).toContain('s2');
    await new Promise(resolve => setTimeout(resolve, 20));
    server.on('GET apitokens', () =>
      json({ now: 1000, seq: 9, apitokens: [], lifetimes: LIFETIMES })
    );
    expect(await model.press(vscode)).toContain('s3');
  });

  it('lets go of a token that has expired', async () => {
    const server = new FakeServer();
    minting(server);
    const { model } = make(server);
    await model.press(vscode);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + WEEK * 1000 + 1000);
    expect(model.held('vscode')).toBeNull();
    expect(model.ended('vscode')).toBe('expired');
    expect(await model.press(vscode)).toContain('s2');
    expect(model.ended('vscode')).toBeNull();
  });

  it('makes nothing where one is in use, until that is answered', async () => {
    const server = new FakeServer();
    const { model } = make(server);
    server.on('POST apitokens', refusal('apitoken-exists', 409));
    await expect(model.press(vscode)).rejects.toThrow();
    expect(model.problem('vscode')?.reason).toBe('apitoken-exists');
    expect(model.ended('vscode')).toBeNull();
    minting(server);
    expect(await model.press(vscode, 'replace')).toContain('s1');
    expect(model.problem('vscode')).toBeNull();
    const asked = server.requests.filter(({ key }) => /POST/.test(key));
    expect(
      asked.map(({ body }) => /"existing":"(.*?)"/.exec(body)?.[1])
    ).toEqual(['ask', 'replace']);
  });

  it('keeps a lifetime and tells when the site cut it', async () => {
    const server = new FakeServer();
    minting(server);
    const { model } = make(server);
    model.choose(365 * 24 * 3600);
    await model.press(vscode);
    expect(model.held('vscode')?.isClamped).toBe(true);
    model.choose(0.2);
    expect(model.lifetime).toBe(60);
  });

  it('copies the same again only while the lifetime is the chosen one', async () => {
    const server = new FakeServer();
    minting(server, { delay: 5 });
    const { model } = make(server);
    const press = () => model.press(vscode);
    expect(await press()).toContain('s1');
    await server.idle();
    model.choose(8 * 3600);
    expect(model.held('vscode')?.lifetime).toBeNull(); // the site's own, which is a week
    model.choose(WEEK);
    expect(await press()).toContain('s1');
    model.choose(8 * 3600);
    const both = [press(), press()];
    model.choose(24 * 3600); // too late for these presses
    expect(await Promise.all(both)).toEqual([
      `${BASE}?token=s2`,
      `${BASE}?token=s2`
    ]);
    expect(model.held('vscode')?.lifetime).toBe(8 * 3600);
    expect(await press()).toContain('s3');
    expect(await press()).toContain('s3');
    expect(server.count('POST apitokens')).toBe(3);
  });

  it('does not wait long for a slow server before it copies again', async () => {
    const server = new FakeServer();
    minting(server);
    const { model } = make(server);
    await model.press(vscode);
    await new Promise(resolve => setTimeout(resolve, 20));
    server.on('GET apitokens', () => new Promise(() => undefined));
    jest.useFakeTimers();
    const pressed = model.press(vscode);
    await jest.advanceTimersByTimeAsync(2000);
    jest.useRealTimers();
    expect(await pressed).toContain('s1');
  });

  it('copies the page’s token where tokens are denied', async () => {
    const server = new FakeServer();
    const { model } = make(server, denied('hub-manual'), 'page token');
    expect(await model.press(vscode)).toBe(`${BASE}?token=page%20token`);
    expect(model.access).toEqual({ kind: 'page', reason: 'hub-manual' });
    expect(model.secret('vscode')).toBe('page token');
    expect(server.count('POST apitokens')).toBe(0);
  });

  it('copies the bare URL of a server that asks for nothing', async () => {
    const { model } = make(new FakeServer(), denied('no-authentication'));
    expect(await model.press(vscode)).toBe(BASE);
  });

  it('asks for no token where nothing is secret', async () => {
    const server = new FakeServer();
    const { model } = make(server, denied('other-identity-provider'));
    const [piece] = vscode.pieces({ ...model.facts, wantsToken: false });
    const bare = { ...vscode, pieces: () => [piece] as const };
    expect(await model.press(bare)).toBe(BASE);
    expect(server.count('POST apitokens')).toBe(0);
  });

  it('makes nothing for a client that cannot be connected here', async () => {
    const server = new FakeServer();
    minting(server);
    const { model } = make(server);
    const picky = { ...vscode, needs: () => 'no-hub' };
    await expect(model.press(picky)).rejects.toThrow();
    expect(model.problem('vscode')?.reason).toBe('no-hub');
    expect(server.count('POST apitokens')).toBe(0);
  });

  it('says why there is no URL, and tries again', async () => {
    const server = new FakeServer();
    const { model } = make(server, denied('other-identity-provider'));
    await expect(model.press(vscode)).rejects.toThrow();
    expect(model.problem('vscode')?.reason).toBe('other-identity-provider');

    const slow = new FakeServer();
    slow.on('POST apitokens', () =>
      json({ reason: 'storage-silent', message: '' }, 503)
    );
    const second = make(slow).model;
    await expect(second.press(vscode)).rejects.toThrow();
    expect(second.problem('vscode')?.reason).toBe('storage-silent');
    minting(slow);
    await second.press(vscode);
    expect(second.problem('vscode')).toBeNull();
  });
});
