import { nullTranslator } from '@jupyterlab/translation';
import * as ui from '@jupyterlab/ui-components';

import schema from '../../../schema/connect.json';
import { CLIENTS, isByUrl } from '../../connect/clients';
import { find as inChunk } from '../../connect/clients/more';
import vscodeHelp from '../../connect/clients/vscodehelp';
import { addClientIcons } from '../../connect/icons';
import { recipeOf } from '../../connect/recipe';
import type { IFacts, IRecipe } from '../../connect/types';
import { TUNNEL } from './tunnelreply';

/** What the server answers is that of rest-api.yml. */
const ask = (path: string) =>
  Promise.resolve(
    path === 'session' ? { folder: '/home/ann/my work/' } : TUNNEL
  );

const trans = nullTranslator.load('jupyterlab_remote_ide');
const SECRET = 's3cr3t';

const facts: IFacts = {
  address: 'https://hub.org/user/ann/',
  wantsToken: true,
  isHub: true,
  isTokenInUrl: false,
  hubAddress: 'https://hub.org/',
  user: 'ann',
  isWindows: false
};

/** As Help has it. */
const manual = ({ id, help }: IRecipe) => (id === 'vscode' ? vscodeHelp : help);

/** The names of JupyterLab's own icons and of ours. */
const ICONS = [...Object.values(ui), ...addClientIcons()]
  .filter(value => value instanceof ui.LabIcon)
  .map(({ name }) => name);

/** Every kind of server that a recipe tells apart. */
const SITES: IFacts[] = [true, false].flatMap(wantsToken =>
  [true, false].flatMap(isHub =>
    [true, false, null].flatMap(isTokenInUrl =>
      [
        facts.address,
        'http://localhost:8888/a%2Bb/',
        'https://hub.org/',
        "https://hub.org/jhub/user/o'neil/gpu%201/"
      ].map(address => ({
        ...{ address, wantsToken, isHub, isTokenInUrl },
        hubAddress: isHub ? 'https://hub.org/jhub/' : null,
        user: isHub ? "o'neil, a" : '',
        isWindows: address === 'https://hub.org/'
      }))
    )
  )
);

describe('connect/clients', () => {
  const recipes: IRecipe[] = [];

  beforeAll(async () => {
    recipes.push(
      ...(await Promise.all(CLIENTS.map(one => recipeOf(one, ask))))
    );
  });

  it('says which there is not', async () => {
    await expect(inChunk('vscodium', ask)).rejects.toThrow('vscodium');
  });

  function find(id: string): IRecipe {
    return recipes.find(recipe => recipe.id === id)!;
  }

  it('are what the settings offer, the first by itself', () => {
    const { client } = schema.properties;
    expect(client.oneOf).toEqual(
      CLIENTS.map(({ id, name }) => ({ const: id, title: name }))
    );
    expect(client.default).toBe(CLIENTS[0].id);
  });

  it.each(CLIENTS)('$name is drawn on every site', async client => {
    const recipe = await recipeOf(client, ask);
    expect(recipe.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(ICONS).toContain(recipe.icon);
    for (const site of SITES) {
      const pieces = recipe.pieces(site);
      const other = recipe.instead?.(site) ?? recipe.id;
      expect(CLIENTS.map(({ id }) => id)).toContain(other);
      expect(pieces[0].kind === 'url').toBe(isByUrl(recipe));
      for (const piece of pieces) {
        expect(piece.label(trans)).not.toBe('');
        expect(piece.text(SECRET).includes(SECRET)).toBe(piece.isSecret);
        expect(piece.kind === 'link' && piece.isSecret).toBe(false);
        expect(piece.kind === 'token' && !piece.isSecret).toBe(false);
      }
      // What is drawn once per label is drawn once.
      const labels = pieces.map(piece => piece.label(trans));
      expect(new Set(labels).size).toBe(labels.length);
      if (!site.wantsToken) {
        expect(pieces.filter(piece => piece.isSecret)).toEqual([]);
      }
      const words = [
        ...recipe.steps(trans, site),
        ...recipe.notes(trans, site),
        ...recipe.caveats(trans, site),
        ...manual(recipe)(trans, site)
      ];
      expect(recipe.steps(trans, site).length).toBeLessThanOrEqual(4);
      expect(words.join()).not.toContain('undefined');
    }
  });

  it('gives VS Code one string and a link', () => {
    const pieces = find('vscode').pieces(facts);
    expect(pieces.map(({ kind, text }) => [kind, text(SECRET)])).toEqual([
      ['url', 'https://hub.org/user/ann/?token=s3cr3t'],
      ['link', 'vscode:extension/ms-toolsai.jupyter']
    ]);
    expect(pieces[1]?.label(trans)).toBe('Install the Jupyter extension');
  });

  it('gives PyCharm URL and token in three forms, and two lines', () => {
    const { pieces } = find('pycharm');
    const texts = (site: Partial<IFacts>) =>
      pieces({ ...facts, ...site }).map(({ text }) => text(SECRET));
    const together = 'https://hub.org/user/ann/?token=s3cr3t';
    const apart = ['https://hub.org/user/ann/', 's3cr3t'];
    const lines = ['.idea/jupyter-settings.xml', '!pwd'];
    expect(texts({})).toEqual([
      ...[together, ...apart],
      ...['https://hub.org/', 'ann', 's3cr3t', ...lines]
    ]);
    expect(texts({ isHub: false, hubAddress: null, user: '' })).toEqual([
      ...[together, ...apart, ...lines]
    ]);
    expect(texts({ wantsToken: false })).toEqual([apart[0], '!pwd']);
    const whens = pieces(facts).map(({ when }) => when?.(trans));
    expect(whens.filter(Boolean)).toEqual([
      expect.stringMatching(/user name.*not tested with the program/)
    ]);
  });

  it('says what today’s programs say', () => {
    const steps = find('vscode').steps(trans, facts).join(' ');
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
    const pycharm = find('pycharm');
    expect(pycharm.steps(trans, facts).join(' ')).toMatch(
      /Tools \| Add Jupyter Connection\.\.\..*External Server/
    );
    expect(pycharm.notes(trans, facts)).toEqual([
      expect.stringContaining('not tested with the program itself')
    ]);
    expect(pycharm.help(trans, facts).join(' ')).toMatch(/allow_token_in_url/);
  });

  it('warns only where the server knows that it applies', () => {
    const { caveats, notes } = find('vscode');
    expect(caveats(trans, facts)).toEqual([]);
    expect(notes(trans, facts)).toEqual([]);
    const odd = { ...facts, address: 'http://localhost/a%2Bb/' };
    expect(caveats(trans, odd)).toHaveLength(1);
    expect(notes(trans, odd)).toHaveLength(1);
    const pycharm = find('pycharm');
    const said = (site: Partial<IFacts>) => [
      pycharm.caveats(trans, { ...facts, ...site }).length,
      pycharm.help(trans, { ...facts, ...site }).length
    ];
    expect(said({})).toEqual([1, 3]);
    expect(said({ isTokenInUrl: true })).toEqual([0, 2]);
    expect(said({ isTokenInUrl: null })).toEqual([0, 2]);
    expect(said({ isHub: false })).toEqual([0, 2]);
  });

  it('offers what works where a client does not', () => {
    const odd = { ...facts, address: 'https://hub.org/user/corp%5Cann/' };
    const instead = (id: string, site: IFacts) =>
      find(id).instead?.(site) ?? null;
    expect(instead('vscode', odd)).toBe('vscode-hub');
    expect(instead('vscode', facts)).toBeNull();
    expect(instead('vscode', { ...odd, isHub: false })).toBeNull();
    const inHost = { ...facts, user: 'hub' };
    expect(instead('vscode-hub', facts)).toBeNull();
    expect(instead('vscode-hub', inHost)).toBe('vscode');
    expect(
      instead('vscode-hub', { ...inHost, address: odd.address })
    ).toBeNull();
    expect(instead('spyder', facts)).toBeNull();
    expect(instead('spyder', { ...facts, user: 'a+b' })).toBe('vscode-hub');
    for (const id of ['zed', 'mcp', 'python']) {
      expect(instead(id, facts)).toBe('bridge');
      expect(instead(id, { ...facts, isTokenInUrl: true })).toBeNull();
      expect(instead(id, { ...facts, isHub: false })).toBeNull();
    }
  });

  it('asks for no more than a client needs', () => {
    const asked = recipes.filter(({ access }) => access !== undefined);
    expect(asked.map(({ id, access }) => [id, access])).toEqual([
      ['vscode-hub', 'list']
    ]);
  });

  it.each([
    ['zed', "export JUPYTER_SERVER='https://hub.org/user/ann'"],
    ['mcp', "export JUPYTER_URL='https://hub.org/user/ann'"],
    ['python', 'server_url="https://hub.org/user/ann",'],
    ['curl', 'url = "https://hub.org/user/ann/api/kernels"'],
    ['bridge', "export JUPYTER_GATEWAY_URL='https://hub.org/user/ann/'"],
    ['emacs', 'https://hub.org/user/ann/'],
    ['desktop', 'https://hub.org/user/ann/lab'],
    ['spyder', 'https://hub.org/'],
    ['cursor', 'https://hub.org/user/ann/?token=s3cr3t']
  ])('writes the address as %s wants it', (id, line) => {
    const [first] = find(id).pieces(facts);
    expect(
      first
        .text(SECRET)
        .split('\n')
        .map(l => l.trim())
    ).toContain(line);
  });

  it('quotes a name for each shell', () => {
    const [sh, ps] = find('bridge').pieces({
      ...facts,
      address: "https://hub.org/user/o'neil/"
    });
    expect(sh.text(SECRET)).toContain("'https://hub.org/user/o'\\''neil/'");
    expect(ps?.text(SECRET)).toContain("'https://hub.org/user/o''neil/'");
  });
});
