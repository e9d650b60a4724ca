import type { IClient, IInstructions } from '../types';

/** A client, and its file in this folder, which comes with the panel. */
export interface IListedClient extends IClient {
  readonly load: () => Promise<{ readonly default: IInstructions }>;
}

/**
 * The one list of clients, in the order in which they are shown; the first is shown to who has chosen none.
 *
 * Only what commands, palette and settings name of a client stands here: it is loaded with every page.
 */
export const CLIENTS: readonly IListedClient[] = [
  {
    id: 'vscode',
    name: 'VS Code',
    family: 'jupyter-url',
    load: () => import(/* webpackChunkName: "panel" */ './vscode')
  },
  {
    id: 'pycharm',
    name: 'PyCharm',
    family: 'jupyter-url',
    load: () => import(/* webpackChunkName: "panel" */ './pycharm')
  }
];

/** Whether what a press copies is a connection URL. */
export function isByUrl({ family }: IClient): boolean {
  return family === 'jupyter-url' || family === 'hub-url';
}
