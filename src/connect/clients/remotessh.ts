import type { IInstructions, IPiece } from '../types';
import { link, untested } from './pieces';
import { aboutSsh, type ISshHost, sshNotes } from './sshhost';

/** VS Code with the extension ms-vscode-remote.remote-ssh: its window is here, all else on the node. */
export default function remoteSsh(host: ISshHost): IInstructions {
  const { alias, block, folder, tunnel } = host;
  return {
    icon: 'remote-ide:vscode',
    needs: () => null,
    about: trans => aboutSsh(trans, host),
    pieces: () => [configPiece(block), ...links(alias, folder)],
    steps: trans => [
      trans.__(
        'Put these lines into ~/.ssh/config on your computer, in the place of older ones for “%1”.',
        alias
      ),
      trans.__(
        'In VS Code run “Remote-SSH: Connect to Host...” and choose “%1”.',
        alias
      ),
      ...(folder === null
        ? []
        : [trans.__('Choose “Open Folder” and give %1.', folder)])
    ],
    notes: trans => [
      untested(trans),
      trans.__(
        'VS Code brings a part of itself to %1: that system must be able to run it (glibc 2.28 or newer), and it must be downloaded from the internet.',
        tunnel.node
      ),
      ...sshNotes(trans, host)
    ],
    caveats: () => [],
    help: () => []
  };
}

export function configPiece(block: string): IPiece {
  return {
    kind: 'file',
    label: trans => trans.__('For ~/.ssh/config on your computer:'),
    isSecret: false,
    text: () => block
  };
}

function links(alias: string, folder: string | null): IPiece[] {
  return [
    ...(folder === null
      ? []
      : [
          link(
            trans => trans.__('Then open this folder in VS Code'),
            `vscode://vscode-remote/ssh-remote+${alias}${encodeURI(folder).replace(/[?#]/g, encodeURIComponent)}`
          )
        ]),
    link(
      trans => trans.__('Install the extension Remote - SSH'),
      'vscode:extension/ms-vscode-remote.remote-ssh'
    )
  ];
}
