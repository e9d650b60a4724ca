import type { Ask, IClient, IInstructions } from '../types';

/** A client, and what brings its file in this folder. */
export interface IListedClient extends IClient {
  readonly load: (
    id: string,
    ask: Ask
  ) => Promise<{ readonly default: IInstructions }>;
}

/** In the order in which they are shown; there is a first. */
export type Clients = readonly [IListedClient, ...IListedClient[]];

/** All but the first come in one chunk, when one of them is chosen. */
const more = async (id: string, ask: Ask) =>
  (await import(/* webpackChunkName: "clients" */ './more')).find(id, ask);

/**
 * The one list of clients, in the order in which they are shown; the first is shown to who has chosen none.
 *
 * Only what commands, palette and settings name of a client stands here: it is loaded with every page.
 */
export const CLIENTS: Clients = [
  {
    id: 'vscode',
    name: 'VS Code',
    family: 'jupyter-url',
    load: () => import(/* webpackChunkName: "panel" */ './vscode')
  },
  {
    id: 'vscode-hub',
    name: 'VS Code JupyterHub',
    family: 'hub-url',
    load: more
  },
  {
    id: 'cursor',
    name: 'Cursor, VSCodium, Windsurf',
    family: 'jupyter-url',
    load: more
  },
  {
    id: 'pycharm',
    name: 'PyCharm',
    family: 'jupyter-url',
    load: more
  },
  {
    id: 'desktop',
    name: 'JupyterLab Desktop',
    family: 'jupyter-url',
    isOnItsOwn: true,
    load: more
  },
  {
    id: 'spyder',
    name: 'Spyder',
    family: 'hub-url',
    isOnItsOwn: true,
    load: more
  },
  { id: 'zed', name: 'Zed', family: 'file', load: more },
  { id: 'emacs', name: 'Emacs', family: 'jupyter-url', load: more },
  { id: 'mcp', name: 'MCP', family: 'file', load: more },
  { id: 'python', name: 'Python', family: 'file', load: more },
  { id: 'curl', name: 'curl', family: 'file', load: more },
  { id: 'bridge', name: 'Local Jupyter Server', family: 'file', load: more },
  {
    id: 'vscode-ssh',
    name: 'VS Code Remote-SSH',
    family: 'ssh',
    isOnItsOwn: true,
    load: more
  },
  {
    id: 'gateway',
    name: 'JetBrains Gateway',
    family: 'ssh',
    isOnItsOwn: true,
    load: more
  }
];

/** Whether what a press copies is a connection URL. */
export function isByUrl({ family }: IClient): boolean {
  return family === 'jupyter-url' || family === 'hub-url';
}
