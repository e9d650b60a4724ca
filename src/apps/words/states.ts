import type { TranslationBundle } from '@jupyterlab/translation';

import type { DotKind } from '../../ui/statedot';
import { duration } from '../../ui/words';
import type { RemedyId } from '../remedies';
import { type AppState, type IApp, runsOutside } from '../types';

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
        case 'bad-definition':
        case 'not-configured':
        case 'name-never-matches':
        case 'name-taken':
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
      return reason === 'paused' ? trans.__('paused') : trans.__('has trouble');
    case 'failed':
      return trans.__('failed');
    case 'external':
      if (reason === 'not-answering') {
        return trans.__('does not answer');
      }
      if (reason === 'runs-outside') {
        return trans.__('runs outside');
      }
      return trans.__('ready to open');
  }
}

/**
 * What stands beside an app's title: its state, and how long it runs. Nothing where it is only to be started or
 * opened, which its place among what can be says.
 *
 * @param now - by the server's clock, in epoch seconds; null where that is not known
 */
export function runWords(
  trans: TranslationBundle,
  app: IApp,
  now: number | null
): string {
  const { state, reason, since } = app;
  if (
    (state === 'stopped' && reason !== 'stopping') ||
    (state === 'external' && reason === null)
  ) {
    return '';
  }
  const isLong = now !== null && since !== null && now - since >= 60;
  return state === 'running' && reason !== 'stopping' && isLong
    ? trans.__('running %1', duration(trans, now - since))
    : stateWord(trans, app);
}

/** What a remedy is called, and its whole name, which tells it from those of other apps. */
export function remedyWords(
  trans: TranslationBundle,
  id: RemedyId,
  { title, state, detail }: IApp
): { readonly label: string; readonly name: string } {
  const named = (label: string, whose = title) => ({
    label,
    name: trans.__('%1: %2', label, whose)
  });
  const inTheWay = (label: string) =>
    named(
      label,
      trans.__(
        '%1, which is in the way of %2',
        String(detail?.program ?? '') || trans.__('the program'),
        title
      )
    );
  switch (id) {
    case 'open':
      return inTheWay(trans.__('Open it'));
    case 'release':
      return inTheWay(trans.__('Stop it'));
    case 'show':
      return named(trans.__('Open its page anyway'));
    case 'start':
      return state === 'failed'
        ? {
            label: trans.__('Try again'),
            name: trans.__('Try again to start %1', title)
          }
        : { label: trans.__('Start'), name: trans.__('Start %1', title) };
    case 'restart':
      return named(trans.__('Restart'));
    case 'stop':
      return named(trans.__('End it again'));
    case 'log':
      return named(trans.__('Show log'));
  }
}

/** Whether to end the program that is in the way. */
export function releaseWords(
  trans: TranslationBundle,
  { detail }: IApp
): string {
  const program = String(detail?.program ?? '') || trans.__('program');
  return trans.__('Stop %1 (pid %2)?', program, String(detail?.pid ?? ''));
}

/** What comes of ending a program. */
export function lossWords(trans: TranslationBundle): string {
  return trans.__('What is not saved in it is lost.');
}

/** The shape beside the word. */
export function dotOf(row: IApp): DotKind {
  return runsOutside(row) ? 'ok' : STATE_DOTS[row.state];
}

const STATE_DOTS: Readonly<Record<AppState, DotKind>> = {
  missing: 'off',
  'module-needed': 'off',
  stopped: 'off',
  starting: 'busy',
  running: 'ok',
  unhealthy: 'warn',
  failed: 'error',
  external: 'off'
};

/**
 * How to install a program. What the server tells of those that it knows is English, and is worded here; what an
 * administrator wrote stands as it is, with a full stop.
 */
export function installWords(trans: TranslationBundle, hint: string): string {
  switch (hint) {
    case 'Install code-server (https://coder.com/docs/code-server/install) and put it on PATH.':
      return trans.__(
        'Install code-server (https://coder.com/docs/code-server/install) and put it on PATH.'
      );
    case 'Install openvscode-server and put it on PATH.':
      return trans.__('Install openvscode-server and put it on PATH.');
    case 'Install RStudio Server (https://posit.co/download/rstudio-server/).':
      return trans.__(
        'Install RStudio Server (https://posit.co/download/rstudio-server/).'
      );
    case 'Install TigerVNC or TurboVNC (vncserver) and a desktop such as Xfce.':
      return trans.__(
        'Install TigerVNC or TurboVNC (vncserver) and a desktop such as Xfce.'
      );
    case 'Install Positron Server and put it on PATH.':
      return trans.__('Install Positron Server and put it on PATH.');
    case 'Install OpenRefine (https://openrefine.org/download).':
      return trans.__('Install OpenRefine (https://openrefine.org/download).');
    case 'Install marimo: pip install marimo':
      return trans.__('Install marimo: pip install marimo');
    case 'Install the OpenSSH server.':
      return trans.__('Install the OpenSSH server.');
    default:
      return /[.!?]$/.test(hint) ? hint : `${hint}.`;
  }
}
