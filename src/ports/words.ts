import type { TranslationBundle } from '@jupyterlab/translation';

import type { IWords } from '../tokens';
import type { DotKind } from '../ui/statedot';
import { type IPort, isRoadless } from './types';

/** What answers on a port, in a word or two. */
export function kindWord(trans: TranslationBundle, row: IPort): string {
  if (!row.reachable && !isRoadless(row)) {
    return trans.__('out of reach');
  }
  switch (row.kind) {
    case 'new':
      return trans.__('just opened…');
    case 'http':
      return row.error === null
        ? trans.__('web page')
        : trans.__('answers with an error (%1)', row.error);
    case 'https':
      return trans.__('web page with TLS');
    case 'websocket':
      return trans.__('WebSocket');
    case 'tcp':
      return trans.__('no web page');
    case 'silent':
      // Without a link it was asked for the last time.
      return row.url === null
        ? trans.__('does not answer')
        : trans.__('no answer yet');
    case 'internal':
      return trans.__('internal');
  }
}

/** The shape beside the word. */
export function dotOf(row: IPort): DotKind {
  const { error, hidden, kind, reachable, url } = row;
  if (hidden || isRoadless(row)) {
    return 'off';
  }
  if (!reachable || error !== null) {
    return 'warn';
  }
  if (kind === 'new' || (kind === 'silent' && url !== null)) {
    return 'busy';
  }
  return kind === 'http' || kind === 'websocket' ? 'ok' : 'off';
}

/** Who started the program, or '' where that is not known. */
export function starterWords(
  trans: TranslationBundle,
  row: IPort,
  titleOf: (app: string) => string
): string {
  const { kind, path } = row.started_by;
  switch (kind) {
    case 'kernel':
      return path === null
        ? trans.__('from a kernel')
        : trans.__('from %1', path.slice(path.lastIndexOf('/') + 1));
    case 'terminal':
      return path === null
        ? trans.__('from a terminal')
        : trans.__('from terminal %1', path);
    case 'app':
      return path === null
        ? trans.__('from an app')
        : trans.__('from %1', titleOf(path));
    default:
      return '';
  }
}

/** That programs have opened ports with a page. */
export function newsWords(
  trans: TranslationBundle,
  rows: readonly IPort[]
): string {
  const [first, ...others] = rows;
  if (!first || others.length > 0) {
    return trans._n('%1 new web port', '%1 new web ports', rows.length);
  }
  const { port, label } = first;
  return label === ''
    ? trans.__('Port %1 is open', port)
    : trans.__('Port %1 (%2) is open', port, label);
}

/** Why a port cannot be opened or stopped, or is not listed. */
export const words: IWords = {
  sentence: (trans, reason, { name }) => {
    if (name !== undefined) {
      return undefined; // an app's: of one the same reasons mean something else
    }
    switch (reason) {
      case 'ports-disabled':
        return trans.__('Your site turned the list of ports off.');
      case 'no-scan-method':
        return trans.__('This server cannot see which ports are in use.');
      case 'port-changed':
        return trans.__(
          'Another program uses this port by now; nothing was stopped.'
        );
      case 'tls':
        return trans.__(
          'The program speaks TLS, which the proxy does not. Start it without TLS.'
        );
      case 'checking':
        return trans.__('Still looking at what this is.');
      case 'kernel':
        return trans.__('This port belongs to a kernel.');
      case 'debugger':
        return trans.__('This port belongs to the debugger of a kernel.');
      case 'internal':
        return trans.__('Programs talk to each other here; it is no web page.');
      case 'managed-app':
        return trans.__('This port belongs to an app of this server.');
      case 'side-port':
        return trans.__('A second port of the same program.');
      case 'jupyter-server':
        return trans.__('This is the Jupyter server itself.');
      case 'other-program-on-port':
        return trans.__(
          'Another program of yours has the same port number, and the link leads there. Start this one on another port.'
        );
      case 'ipv6-only':
      case 'other-loopback':
      case 'not-on-loopback':
        return trans.__(
          'The program listens on an address that the proxy does not reach. Start it on 127.0.0.1.'
        );
      case 'not-http':
        return trans.__('This port is not a web page.');
      case 'other-user-on-port':
        return trans.__('Another user has a program on the same port.');
      case 'no-proxy':
        return trans.__(
          'Ports cannot be opened from here, as this server passes no requests on to them.'
        );
      case 'ports-failed':
        return trans.__(
          'The list of ports does not work on this server; its log says why.'
        );
      default:
        return undefined;
    }
  }
};
