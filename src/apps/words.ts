import type { TranslationBundle } from '@jupyterlab/translation';

import type { DotKind } from '../ui/statedot';
import type { AppState, IApp } from './types';

/** An app's state in a word or two. */
export function stateWord(
  trans: TranslationBundle,
  { state, reason }: IApp
): string {
  if (reason === 'stopping') {
    return trans.__('stopping…');
  }
  switch (state) {
    case 'missing':
      switch (reason) {
        case 'needs-server-restart':
          return trans.__('server restart needed');
        case 'wrapper-failed':
        case 'not-configured':
          return trans.__('not set up');
        default:
          return trans.__('not installed');
      }
    case 'module-needed':
      return trans.__('module needed');
    case 'stopped':
      return trans.__('ready to start');
    case 'starting':
      return trans.__('starting…');
    case 'running':
      return trans.__('running');
    case 'unhealthy':
      return trans.__('has trouble');
    case 'failed':
      return trans.__('failed');
    case 'external':
      if (reason === 'not-answering') {
        return trans.__('does not answer');
      }
      return trans.__('ready to open');
  }
}

/** What a press on its tile does. */
export function openWords(
  trans: TranslationBundle,
  { title, folder_argument }: IApp
): string {
  return folder_argument
    ? trans.__('Open %1 in the current folder', title)
    : trans.__('Open %1', title);
}

/** The shape beside the word. */
export const STATE_DOTS: Readonly<Record<AppState, DotKind>> = {
  missing: 'off',
  'module-needed': 'off',
  stopped: 'off',
  starting: 'busy',
  running: 'ok',
  unhealthy: 'warn',
  failed: 'error',
  external: 'off'
};
