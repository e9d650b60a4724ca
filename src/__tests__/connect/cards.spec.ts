// What single cards say, and what they write for the system of the user's own computer.
import { nullTranslator } from '@jupyterlab/translation';

import { CLIENTS } from '../../connect/clients';
import vscodeHelp from '../../connect/clients/vscodehelp';
import { recipeOf } from '../../connect/recipe';
import type { IFacts, IRecipe } from '../../connect/types';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const SECRET = 's3cr3t';

const facts: IFacts = {
  address: 'https://hub.org/user/ann/',
  wantsToken: true,
  isHub: true,
  isTokenInUrl: true,
  hubAddress: 'https://hub.org/',
  user: 'ann',
  isWindows: false
};
const recipes = new Map<string, IRecipe>();
const card = (id: string) => recipes.get(id)!;

beforeAll(async () => {
  for (const one of CLIENTS) {
    recipes.set(
      one.id,
      await recipeOf(one, () => Promise.reject(new Error('asked')))
    );
  }
});

const texts = (id: string, site: Partial<IFacts>) =>
  card(id)
    .pieces({ ...facts, ...site })
    .map(({ text }) => text(SECRET));

describe('connect/clients, single cards', () => {
  it.each(['mcp', 'zed', 'bridge', 'curl'])(
    '%s: a press copies what the own system reads',
    id => {
      const { pieces } = card(id);
      const labels = (isWindows: boolean) =>
        pieces({ ...facts, isWindows }).map(({ label }) => label(trans));
      expect(labels(true)[0]).toMatch(/PowerShell/);
      expect(labels(false)[0]).toMatch(/Linux or macOS/);
      expect([...labels(true)].reverse()).toEqual(labels(false));
      expect(texts(id, { isWindows: true }).reverse()).toEqual(texts(id, {}));
    }
  );

  it('quotes for PowerShell, and names the curl that is no alias there', () => {
    const isWindows = true;
    expect(texts('mcp', { isWindows, address: "https://h/o'n/" })[0]).toBe(
      "$env:JUPYTER_URL = 'https://h/o''n'\n$env:JUPYTER_TOKEN = 's3cr3t'\nuvx jupyter-mcp-server@latest"
    );
    expect(texts('curl', { isWindows })[0]?.split('\n')).toEqual([
      "@'",
      'url = "https://hub.org/user/ann/api/kernels"',
      'header = "Authorization: token s3cr3t"',
      "'@ | curl.exe --fail --config -"
    ]);
  });

  it('warns of a user name in the host’s name in the JupyterHub extension alone', () => {
    const warned = (id: string, site: Partial<IFacts>) =>
      card(id).caveats(trans, { ...facts, ...site }).length;
    const address = 'https://jupyterhub.someoneabcd.org/user/someone/';
    expect(warned('vscode-hub', { address, user: 'someone' })).toBe(1);
    expect(warned('vscode', { address, user: 'someone' })).toBe(0);
    expect(warned('vscode-hub', { address, user: 'somebody' })).toBe(0);
    expect(warned('vscode-hub', { address, user: 'user' })).toBe(0);
    expect(warned('vscode-hub', { address, user: '' })).toBe(0);
    expect(card('vscode-hub').notes(trans, facts).join()).toMatch(
      /start the server in the browser first/
    );
  });

  it.each([
    ['ann', 'server=ann/spyder'],
    ['eve@x.org', 'server=eve@x.org/spyder'],
    ['bob smith', 'user'],
    ['a,b', 'user']
  ])('asks for the least that Spyder needs for %s', (user, whose) => {
    expect(texts('spyder', { user })).toEqual([
      'https://hub.org/',
      `servers!${whose} access:servers!${whose}`,
      'https://hub.org/hub/token'
    ]);
  });

  it.each([
    ['ann', 0],
    ['corp\\ann', 0],
    ['eve@x.org', 0],
    ['bob smith', 0],
    ["o'neil", 1],
    ['a+b', 1],
    ['a%41', 1]
  ])('tells %s whether Spyder finds the server', (user, count) => {
    const said = card('spyder').caveats(trans, { ...facts, user });
    expect(said).toHaveLength(count);
  });

  it('has links that leave JupyterLab where it is', () => {
    const targets = (id: string) =>
      card(id)
        .pieces(facts)
        .filter(({ kind }) => kind === 'link')
        .map(({ target }) => target);
    expect(targets('spyder')).toEqual(['_blank']);
    expect(targets('emacs')).toEqual(['_blank']);
    expect(targets('vscode-hub')).toEqual([undefined]);
  });

  it('names what older versions say in Help alone', () => {
    const older = /If you still see “Existing: Specify the URI of an existing/;
    const said = (id: string, isHub: boolean) =>
      (id === 'vscode' ? vscodeHelp : card(id).help)(trans, {
        ...facts,
        isHub
      }).join(' ');
    expect(said('vscode', false)).toMatch(older);
    expect(said('vscode', false)).not.toMatch(/August 2024/);
    expect(said('vscode', true)).toMatch(/August 2024/);
    expect(said('cursor', true)).not.toMatch(older);
    expect(card('vscode').steps(trans, facts).join()).not.toMatch(/Existing:/);
  });

  it('says what MCP needs for notebooks', () => {
    expect(card('mcp').notes(trans, facts).join()).toMatch(
      /edit notebooks it needs jupyter-collaboration/
    );
  });
});
