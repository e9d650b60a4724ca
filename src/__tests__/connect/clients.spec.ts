import { nullTranslator } from '@jupyterlab/translation';
import * as ui from '@jupyterlab/ui-components';

import schema from '../../../schema/connect.json';
import { CLIENTS, isByUrl } from '../../connect/clients';
import { recipeOf } from '../../connect/recipe';
import type { IFacts, IRecipe } from '../../connect/types';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const SECRET = 's3cr3t';

const facts: IFacts = {
  address: 'https://hub.org/user/ann/',
  wantsToken: true,
  isHub: true,
  isTokenInUrl: false
};

/** The names of JupyterLab's own icons. */
const ICONS = Object.values(ui)
  .filter(value => value instanceof ui.LabIcon)
  .map(({ name }) => name);

/** Every kind of server that a recipe tells apart. */
const SITES: IFacts[] = [true, false].flatMap(wantsToken =>
  [true, false].flatMap(isHub =>
    [true, false].flatMap(isTokenInUrl =>
      [facts.address, 'http://localhost:8888/a%2Bb/'].map(address => ({
        address,
        wantsToken,
        isHub,
        isTokenInUrl
      }))
    )
  )
);

describe('connect/clients', () => {
  const recipes: IRecipe[] = [];

  beforeAll(async () => {
    recipes.push(...(await Promise.all(CLIENTS.map(recipeOf))));
  });

  function find(id: string): IRecipe {
    return recipes.find(recipe => recipe.id === id)!;
  }

  it('are VS Code and PyCharm', () => {
    expect(CLIENTS.map(({ name }) => name)).toEqual(['VS Code', 'PyCharm']);
  });

  it('are what the settings offer, the first by itself', () => {
    const { client } = schema.properties;
    expect(client.oneOf).toEqual(
      CLIENTS.map(({ id, name }) => ({ const: id, title: name }))
    );
    expect(client.default).toBe(CLIENTS[0]?.id);
  });

  it.each(CLIENTS)('$name is drawn on every site', async client => {
    const recipe = await recipeOf(client);
    expect(recipe.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(ICONS).toContain(recipe.icon);
    for (const site of SITES) {
      const pieces = recipe.pieces(site);
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
        ...recipe.caveats(trans, site)
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

  it('gives PyCharm URL and token, together and apart, and a line', () => {
    const { pieces } = find('pycharm');
    const texts = (site: IFacts) =>
      pieces(site).map(({ kind, text }) => [kind, text(SECRET)]);
    expect(texts(facts)).toEqual([
      ['url', 'https://hub.org/user/ann/?token=s3cr3t'],
      ['url', 'https://hub.org/user/ann/'],
      ['token', 's3cr3t'],
      ['file', '.idea/jupyter-settings.xml']
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
    expect(pycharm.caveats(trans, facts).join(' ')).toMatch(
      /not tested with the program itself.*allow_token_in_url/
    );
  });

  it('warns only where it applies', () => {
    const { caveats } = find('vscode');
    expect(caveats(trans, facts)).toEqual([]);
    expect(
      caveats(trans, { ...facts, address: 'http://localhost/a%2Bb/' })
    ).toHaveLength(2);
    const pycharm = find('pycharm').caveats;
    expect(pycharm(trans, { ...facts, isTokenInUrl: true })).toHaveLength(1);
    expect(pycharm(trans, { ...facts, isHub: false })).toHaveLength(1);
  });
});
