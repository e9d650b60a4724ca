import type { IInstructions } from '../types';
import { configPiece } from './remotessh';
import { aboutSsh, type ISshHost, sshNotes } from './sshhost';

/** JetBrains Gateway: PyCharm and others of JetBrains, the IDE on the node and its window here. */
export default function gateway(host: ISshHost): IInstructions {
  const { alias, user, block, folder, tunnel } = host;
  return {
    icon: 'remote-ide:pycharm',
    needs: () => null,
    about: trans => aboutSsh(trans, host),
    pieces: () => [configPiece(block)],
    steps: trans => [
      trans.__(
        'Put these lines into ~/.ssh/config on your computer, in the place of older ones for “%1”.',
        alias
      ),
      trans.__(
        'In Gateway choose “New Connection” below “SSH”. Username: %1. Host: %2.',
        user,
        alias
      ),
      trans.__('Press “Check Connection and Continue” and choose an IDE.'),
      ...(folder === null ? [] : [trans.__('Project directory: %1', folder)])
    ],
    notes: trans => [
      trans.__('From JetBrains’ manual; not tested with the program itself.'),
      trans.__(
        'Gateway brings an IDE to %1: that system must be able to run it, and have room for it in your home.',
        tunnel.node
      ),
      ...sshNotes(trans, host)
    ],
    caveats: () => [],
    help: () => []
  };
}
