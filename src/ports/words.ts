import type { TranslationBundle } from '@jupyterlab/translation';

import type { IWords } from '../tokens';
import type { DotKind } from '../ui/statedot';
import { type IPort, isRoadless } from './types';

/** What answers on a port, in a word or two; '' for a web page. */
export function kindWord(trans: TranslationBundle, row: IPort): string {
  if (!row.reachable && !isRoadless(row)) {
    return trans.__('out of reach');
  }
  switch (row.kind) {
    case 'new':
      return trans.__('just opened…');
    case 'http':
      return row.error === null
        ? '' // what most rows are is said by none
        : trans.__('error %1', row.error);
    case 'https':
      return trans.__('with TLS');
    case 'websocket':
      return trans.__('WebSocket');
    case 'tcp':
    case 'internal':
      return trans.__('no web page');
    case 'silent':
      return row.settled
        ? trans.__('does not answer')
        : trans.__('no answer yet');
  }
}

/** The shape beside the word. */
export function dotOf(row: IPort): DotKind {
  const { error, hidden, kind, reachable, settled } = row;
  if (hidden || isRoadless(row)) {
    return 'off';
  }
  if (!reachable || error !== null) {
    return 'warn';
  }
  if (kind === 'new' || (kind === 'silent' && !settled)) {
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
        ? trans.__('a kernel')
        : path.slice(path.lastIndexOf('/') + 1);
    case 'terminal':
      return path === null
        ? trans.__('a terminal')
        : trans.__('terminal %1', path);
    case 'app':
      return path === null ? trans.__('an app') : titleOf(path);
    default:
      return '';
  }
}

/** Where its link leads, and that a page is there, as far as one has answered. */
export function addressWords(
  trans: TranslationBundle,
  row: IPort,
  link: string
): string {
  return link === '' || row.kind === 'new' || row.error !== null
    ? link
    : trans.__('Web page at %1', link);
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
      // No row has these; what refuses to be stopped may say one.
      case 'checking':
      case 'debugger':
      case 'jupyter-server':
      case 'kernel':
      case 'managed-app':
        return trans.__('This port is the server’s own.');
      case 'side-port':
        return trans.__('A second port of the same program.');
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
      case 'internal':
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
