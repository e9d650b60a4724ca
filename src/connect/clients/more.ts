// The clients but the first: a chunk of its own, for who chooses one of them.
import type { IInstructions } from '../types';
import bridge from './bridge';
import curl from './curl';
import cursor from './cursor';
import desktop from './desktop';
import emacs from './emacs';
import mcp from './mcp';
import pycharm from './pycharm';
import python from './python';
import spyder from './spyder';
import vscode from './vscode';
import vscodeHelp from './vscodehelp';
import vscodeHub from './vscodehub';
import zed from './zed';

const MORE: Readonly<Record<string, IInstructions>> = {
  vscode: { ...vscode, help: vscodeHelp },
  'vscode-hub': vscodeHub,
  cursor,
  pycharm,
  desktop,
  spyder,
  zed,
  emacs,
  mcp,
  python,
  curl,
  bridge
};

/** As if it were the module of this client. */
export function find(id: string): { readonly default: IInstructions } {
  const found = MORE[id];
  if (found === undefined) {
    throw new Error(`No recipe of ${id}`);
  }
  return { default: found };
}
