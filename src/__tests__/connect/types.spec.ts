import { nullTranslator } from '@jupyterlab/translation';

import { RECIPES } from '../../connect/clients';
import {
  connectionUrl,
  hasMangledName,
  hubScope,
  isLoopback,
  maskedUrl,
  wayOf
} from '../../connect/types';
import { status } from '../../session/types';
import { denied, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const HREF = 'https://hub.org/jhub/user/ann/lab/tree/a.ipynb?x=1#y';

describe('connect/types', () => {
  it.each([
    ['/jhub/user/ann/', 'https://hub.org/jhub/user/ann/?token=t'],
    ['/jhub/user/ann', 'https://hub.org/jhub/user/ann/?token=t'],
    ['https://other.org/p/', 'https://other.org/p/?token=t'],
    ['http://localhost:8888/', 'http://localhost:8888/?token=t'],
    ['/', 'https://hub.org/?token=t'],
    [
      '/user/renan.d@ex.com/gpu%201%C3%A9/',
      'https://hub.org/user/renan.d@ex.com/gpu%201%C3%A9/?token=t'
    ],
    [
      '/user/%C3%BC%20ser%2Bx/',
      'https://hub.org/user/%C3%BC%20ser%2Bx/?token=t'
    ],
    ["/user/o'neil/", "https://hub.org/user/o'neil/?token=t"],
    ['/user/a%2Fb/', 'https://hub.org/user/a%2Fb/?token=t'],
    ['/user/~x/?y=1#z', 'https://hub.org/user/~x/?token=t']
  ])('makes the URL of %s', (base, url) => {
    expect(connectionUrl(base, HREF, 't')).toBe(url);
  });

  it('encodes the token, and needs none', () => {
    expect(connectionUrl('/', HREF, 'a&b=c d+é')).toBe(
      'https://hub.org/?token=a%26b%3Dc%20d%2B%C3%A9'
    );
    expect(connectionUrl('/', HREF, '')).toBe('https://hub.org/');
    expect(maskedUrl('https://hub.org/')).toBe(
      'https://hub.org/?token=••••••••'
    );
  });

  it.each([
    ['https://hub.org/user/a%2Bb/', true],
    ['https://hub.org/user/a+b/', true],
    ['https://hub.org/user/a%28b%29/', true],
    ["https://hub.org/user/o'neil/", true],
    ['https://hub.org/user/o%27neil/', true],
    ['https://hub.org/user/ann@ex.com/~%20/', false]
  ])('warns of %s: %s', (address, expected) => {
    expect(hasMangledName(address)).toBe(expected);
  });

  it.each([
    ['http://localhost:8888/', true],
    ['http://127.0.0.1/', true],
    ['http://[::1]:80/', true],
    ['https://localhost.org/', false],
    ['https://10.0.0.1/', false]
  ])('sees that %s is loopback: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });

  it.each([
    ['make', null, null, true],
    ['make', STATUS, null, true],
    ['page', denied('hub-manual'), null, true],
    ['none', denied('hub-manual'), null, false],
    ['open', denied('no-authentication'), null, false],
    ['page', null, 'no-server-half', true],
    ['none', null, 'network', false]
  ])('goes the way %s', (kind, reply, reason, hasPageToken) => {
    const way = wayOf(
      reply && status(reply),
      reason === null ? null : { status: null, reason },
      hasPageToken
    );
    expect(way.kind).toBe(kind);
  });

  it('scopes a hub token to this server', () => {
    expect(hubScope('ann', '')).toBe('access:servers!server=ann/');
    expect(hubScope('ü+x', 'gpu 1')).toBe('access:servers!server=ü+x/gpu 1');
  });
});

describe('connect/clients', () => {
  const facts = {
    address: 'https://hub.org/user/ann/',
    isHub: true,
    isTokenInUrl: false
  };

  it.each(RECIPES)('$name: a slug and at most four steps', recipe => {
    expect(recipe.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(recipe.copyLabel(trans)).toBe(`Copy ${recipe.name} connection URL`);
    expect(recipe.steps(trans).length).toBeLessThanOrEqual(4);
    expect(recipe.caveats(trans, facts).join()).not.toContain('undefined');
  });

  it('says what today’s programs say', () => {
    const [vscode, pycharm] = RECIPES;
    const steps = vscode!.steps(trans).join(' ');
    for (const words of [
      'Select Kernel',
      'Select Another Kernel...',
      'Existing Jupyter Server...',
      'Enter the URL of the running Jupyter Server...',
      'Change Server Display Name (Leave Blank To Use URL)'
    ]) {
      expect(steps).toContain(words);
    }
    expect(steps).not.toMatch(/Specify|selectjupyteruri/);
    expect(vscode!.install?.href).toBe('vscode:extension/ms-toolsai.jupyter');
    expect(vscode!.install?.label(trans)).toMatch(/extension/);
    expect(pycharm!.steps(trans).join(' ')).toMatch(
      /Tools \| Add Jupyter Connection\.\.\..*External Server/
    );
    expect(pycharm!.caveats(trans, facts).join(' ')).toMatch(
      /not tested with the program itself.*allow_token_in_url/
    );
    expect(pycharm!.lineToCopy?.(trans).line).toBe(
      '.idea/jupyter-settings.xml'
    );
  });

  it('warns only where it applies', () => {
    const [vscode] = RECIPES;
    expect(vscode!.caveats(trans, facts)).toEqual([]);
    expect(
      vscode!.caveats(trans, { ...facts, address: 'http://localhost/a%2Bb/' })
    ).toHaveLength(2);
  });
});
