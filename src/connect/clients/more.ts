// The clients but the first: a chunk of its own, for who chooses one of them.
import type { Ask, IInstructions } from '../types';
import bridge from './bridge';
import curl from './curl';
import cursor from './cursor';
import desktop from './desktop';
import emacs from './emacs';
import gateway from './gateway';
import mcp from './mcp';
import pycharm from './pycharm';
import python from './python';
import remoteSsh from './remotessh';
import spyder from './spyder';
import { overSsh } from './sshhost';
import vscodeHub from './vscodehub';
import zed from './zed';

const MORE: Readonly<
  Record<string, IInstructions | Parameters<typeof overSsh>[0]>
> = {
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
  bridge,
  'vscode-ssh': remoteSsh,
  gateway
};

/** As if it were the module of this client. */
export async function find(
  id: string,
  ask: Ask
): Promise<{ readonly default: IInstructions }> {
  const found = MORE[id];
  if (found === undefined) {
    throw new Error(`No recipe of ${id}`);
  }
  return {
    default: typeof found === 'function' ? await overSsh(found, ask) : found
  };
}
