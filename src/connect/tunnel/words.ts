import type { TranslationBundle } from '@jupyterlab/translation';

import type { ITunnel } from '../clients/tunnel';

/** Of the host in the command: who says so, and which word to replace where it is another, or where none is known. */
export function loginWords(
  trans: TranslationBundle,
  { job, node, login_host, login_host_source, commands }: ITunnel
): string | null {
  if (login_host === null) {
    const user = / ([^ @]+)@[^ @]+$/.exec(commands[0].posix)?.[1] ?? '';
    return job === null
      ? trans.__(
          'If your computer knows this machine by another name than “%1”, put that in its place.',
          node
        )
      : trans.__(
          'No login host is known here. If your computer does not reach %1 by itself, write “-J %2@HOST” after “ssh”, with the name that you log in at for HOST.',
          node,
          user
        );
  }
  switch (login_host_source) {
    case 'environment':
      return trans.__(
        '%1 is where the job was submitted. If you log in at another name, put that in its place.',
        login_host
      );
    case 'guess':
      return trans.__(
        '%1 is where your SSH session came in. If you log in at another name, put that in its place.',
        login_host
      );
    default:
      return null; // the site says it
  }
}

/** Who gets at the port without this tunnel. */
export function reachWords(
  trans: TranslationBundle,
  { reach, node }: ITunnel
): string {
  return reach === 'cluster'
    ? trans.__(
        'The server’s own port is open to the whole cluster; its token or password alone keeps others out.'
      )
    : trans.__('The server’s own port is open on %1 alone.', node);
}

/** For whom another address fits, which needs no tunnel. `isWindow`: programs that have windows on other computers. */
export function insideWords(
  trans: TranslationBundle,
  { reach, node }: ITunnel,
  isWindow: boolean
): string {
  if (reach === 'cluster') {
    return isWindow
      ? trans.__(
          'Is your VS Code window already remote (“SSH: …” at the bottom left)? Then no tunnel: paste this address.'
        )
      : trans.__('A program that runs on the cluster needs no tunnel:');
  }
  return isWindow
    ? trans.__(
        'Is your VS Code window already remote, on %1 itself (“SSH: …” at the bottom left)? Then no tunnel: paste this address.',
        node
      )
    : trans.__('A program that runs on %1 itself needs no tunnel:', node);
}

/** The address for a program that needs no tunnel. */
export function insideUrl({ scheme, reach, node, port, ide_url }: ITunnel) {
  const host = reach === 'cluster' ? node : 'localhost';
  return `${scheme}://${host}:${port}${new URL(ide_url).pathname}`;
}
