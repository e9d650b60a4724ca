import type { TranslationBundle } from '@jupyterlab/translation';

import type { DotKind } from '../ui/statedot';
import { type IPort, isRoadless } from './types';

/**
 * What answers on a port, in a word or two.
 *
 * @param link - where its page is, below the server; empty where it has none
 */
export function kindWord(
  trans: TranslationBundle,
  row: IPort,
  link: string
): string {
  if (!row.reachable && !isRoadless(row)) {
    return trans.__('out of reach');
  }
  switch (row.kind) {
    case 'new':
      return trans.__('just opened…');
    case 'http':
      return link === ''
        ? trans.__('web page')
        : trans.__('web page at %1', link);
    case 'https':
      return trans.__('web page with TLS');
    case 'websocket':
      return trans.__('WebSocket');
    case 'tcp':
      return trans.__('no web page');
    case 'silent':
      return trans.__('no answer yet');
    case 'internal':
      return trans.__('internal');
  }
}

/** The shape beside the word. */
export function dotOf(row: IPort): DotKind {
  const { hidden, kind, reachable } = row;
  if (hidden || isRoadless(row)) {
    return 'off';
  }
  if (!reachable) {
    return 'warn';
  }
  if (kind === 'new' || kind === 'silent') {
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
