import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

import { type ICheck, merged, ofWelcome } from '../../connect/doctor/checks';
import { explain } from '../../connect/doctor/errors';
import { checkWords } from '../../connect/doctor/words';
import { json, leadsTo, minting, refusal, STATUS } from '../core/fakes';
import { NAME, Site } from './site';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const HELLO = 'GET connect/hello';
const CHECK = 'POST connect/check';

const check = (
  id: string,
  ok: boolean | null,
  reason: string | null = null
) => ({
  ...{ id, ok, reason },
  detail: {}
});

/** A site where a URL was copied and the check is asked for, and what it said. */
async function checked(
  hello: Parameters<Site['server']['on']>[1],
  checks: readonly object[] | null
): Promise<readonly [Site, HTMLElement]> {
  const site = new Site();
  minting(site.server);
  site.server.on(HELLO, hello);
  site.server.on(CHECK, () =>
    checks === null ? json({}, 404) : json({ checks })
  );
  await site.draw();
  await site.press(NAME);
  const card = screen.getByRole('group', { name: 'VS Code' });
  await act(async () => {
    fireEvent.click(
      within(card).getByRole('button', { name: 'Check connection' })
    );
    await site.server.idle();
  });
  return [site, card];
}

const found = (card: HTMLElement) =>
  [...card.querySelectorAll('[data-check]')].map(note => [
    note.getAttribute('data-check'),
    note.querySelector('[data-kind]')?.getAttribute('data-kind')
  ]);

describe('connect/doctor', () => {
  it('has a sentence of its own for each reason', () => {
    const file = join(__dirname, '../../../jupyterlab_remote_ide/rest-api.yml');
    const api = parse(readFileSync(file, 'utf8')) as {
      components: { schemas: { CheckReason: { enum: string[] } } };
    };
    const reasons = api.components.schemas.CheckReason.enum;
    const detail = { host: 'h.org', hosts: 'a', status: 502, seconds: 600 };
    const said = reasons.map(reason =>
      checkWords(trans, {
        ...{ id: 'outside', ok: false, reason },
        detail: { ...detail, end_time: 1000 }
      })
    );
    expect(new Set(said).size).toBe(reasons.length);
    expect(said.filter(text => text?.includes('for the reason'))).toEqual([]);
    expect(said.filter(text => text?.includes('undefined'))).toEqual([]);
  });

  it('says first what is wrong, and what was found twice once', () => {
    const all: ICheck[] = [
      ofWelcome('in', 'h'),
      check('certificate', true),
      check('outside', null, 'not-from-here'),
      check('socket', true),
      check('socket', false, 'socket-refused'),
      check('idle', null, 'idle-stop')
    ];
    expect(merged(all).map(({ id, ok }) => [id, ok])).toEqual([
      ['socket', false],
      ['idle', null],
      ['outside', true],
      ['certificate', true]
    ]);
  });

  it('tries the copied token without cookies, and says that all is well', async () => {
    let asked: Request | null = null;
    const [site, card] = await checked(
      request => {
        asked = request;
        return json({ instance: 'a' });
      },
      [check('login', true), check('outside', true), check('time-left', true)]
    );
    expect(asked!.headers.get('Authorization')).toBe('token s1');
    expect(asked!.credentials).toBe('omit');
    expect(asked!.redirect).toBe('manual');
    const { body } = site.server.requests.find(({ key }) => key === CHECK)!;
    expect(JSON.parse(body)).toEqual({
      origin: 'http://localhost',
      secret: 's1'
    });
    expect(found(card)).toEqual([['outside', 'ok']]);
    expect(card).toHaveTextContent('Nothing was found that keeps an IDE out.');
    expect(site.everything(card)).not.toMatch(/token[ =]s1/);
  });

  it.each([
    [
      'token-refused',
      refusal('not-logged-in'),
      /is refused: IDEs say “Forbidden”/
    ],
    ['portal', leadsTo(null), /wants a login of its own/],
    ['portal', () => new Response('<p>Log in'), /wants a login of its own/],
    ['proxy-error', () => json({}, 502), /answers with an error \(502\)/]
  ])('says what stands in the way: %s', async (_, answer, text) => {
    const [, card] = await checked(answer, []);
    expect(found(card)).toEqual([['outside', 'error']]);
    expect(card).toHaveTextContent(text);
    expect(card).not.toHaveTextContent('Nothing was found');
  });

  it('says that the server half is older, and what the browser found', async () => {
    const [, card] = await checked(() => json({ instance: 'a' }), null);
    expect(found(card)).toEqual([['outside', 'ok']]);
    expect(card).toHaveTextContent(/server half of Remote IDE is not enabled/);
    expect(card).not.toHaveTextContent('Nothing was found');
  });

  it('looks again', async () => {
    const [site, card] = await checked(() => json({}, 502), []);
    site.server.on(HELLO, () => json({ instance: 'a' }));
    await site.press('Check again');
    expect(found(card)).toEqual([['outside', 'ok']]);
    expect(site.server.count(CHECK)).toBe(2);
  });

  it('promises nothing where the client itself has trouble here', async () => {
    const site = new Site();
    minting(site.server);
    site.server.on(HELLO, () => json({ instance: 'a' }));
    site.server.on(CHECK, () => json({ checks: [] }));
    const hub = {
      ...{ user: 'ann', server_name: '', version: '6.1.1' },
      token_in_url: false
    };
    await site.draw({ status: { ...STATUS, hub }, isHub: true });
    fireEvent.change(screen.getByLabelText('Program to connect'), {
      target: { value: 'zed' }
    });
    await site.press(/^Copy Zed settings/);
    const card = screen.getByRole('group', { name: 'Zed' });
    await act(async () => {
      fireEvent.click(
        within(card).getByRole('button', { name: 'Check connection' })
      );
      await site.server.idle();
    });
    expect(found(card)).toEqual([['outside', 'ok']]);
    expect(within(card).getAllByText(/takes no token from a URL/)).toHaveLength(
      2
    );
    expect(card).not.toHaveTextContent('Nothing was found');
  });

  it('says under Help that there is no token to try', async () => {
    const site = new Site();
    minting(site.server);
    site.server.on(CHECK, () => json({ checks: [] }));
    await site.draw();
    await site.press('Check connection');
    expect(screen.getByText(/No token was tried/)).toBeVisible();
    expect(site.server.count(HELLO)).toBe(0);
  });

  it.each([
    [
      'Request to https://h/api/kernels failed, reason: self-signed certificate in certificate chain',
      /who signed the certificate/
    ],
    ['unable to get local issuer certificate', /who signed/],
    ['certificate has expired', /expired or is for another name/],
    ["Hostname/IP does not match certificate's altnames", /another name/],
    [
      'write EPROTO 1:error:0A00010B:SSL routines::wrong version number',
      /https where the server speaks http/
    ],
    ["'_xsrf' argument missing from POST", /token did not come along/],
    ['bind [127.0.0.1]:24012: Address already in use', /port is taken/],
    [
      'channel 2: open failed: connect failed: Connection refused',
      /tunnel stands, but/
    ],
    [
      'ann@login: Permission denied (publickey,password).',
      /ssh does not let you in/
    ],
    ['Server with this URL already exists', /entry with this address already/],
    ['Invalid username or password', /may not run/],
    ['getaddrinfo ENOTFOUND hub.org', /VPN/],
    ['connect ECONNREFUSED 127.0.0.1:24012', /Nothing answers there/],
    ['ssh: connect to host login port 22: Connection timed out', /no answer/],
    ['405 Method Not Allowed', /URL is the hub’s/],
    ['Unexpected server response: 403', /token is refused/],
    ['Kernel is dead', /token is refused/],
    ['404 Not Found', /no server at this address/],
    ['503 Service Unavailable', /does not run, or starts/],
    ["Blocking request with non-local 'Host' h.org", /“localhost” alone/]
  ])('knows what an IDE means by “%s”', (said, answer) => {
    expect(explain(trans, said)).toMatch(answer);
  });

  it('does not guess', async () => {
    expect(explain(trans, 'TypeError: x is not a function')).toBeNull();
    const [site, card] = await checked(() => json({ instance: 'a' }), []);
    const field = within(card).getByLabelText(
      /Paste the error message of your IDE/
    );
    fireEvent.change(field, { target: { value: 'What?' } });
    expect(card).toHaveTextContent('That is not known here.');
    fireEvent.change(field, { target: { value: 'connect ECONNREFUSED' } });
    expect(card).toHaveTextContent(/Nothing answers there/);
    expect(
      site.server.requests.some(({ body }) => body.includes('ECONN'))
    ).toBe(false);
  });
});
