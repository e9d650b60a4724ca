import type { TranslationBundle } from '@jupyterlab/translation';

import type { IApp } from '../apps/types';
import type { IProblem } from '../core/result';
import { words as apps } from '../apps/words';
import { words as common } from '../ui/sentences';
import type { ILostData } from './data';

/** What goes on with an app, for the one who waits for its page: its reason if that has words, else its state. */
export function statusWords(trans: TranslationBundle, row: IApp): string {
  const { title: name, state, reason, detail: facts } = row;
  const general = stateWords(trans, row);
  // Nobody knows whether what others have started runs.
  if (reason === null || (state === 'external' && reason === 'not-answering')) {
    return general;
  }
  const denial =
    state === 'stopped' ? common.sentence(trans, reason, {}) : undefined;
  if (denial !== undefined) {
    return `${general} ${denial}`;
  }
  const why = apps.sentence(trans, reason, { name, facts });
  return why === undefined
    ? general
    : reason === 'runs-outside'
      ? `${why} ${trans.__('It does not answer at the moment.')}`
      : why;
}

function stateWords(
  trans: TranslationBundle,
  { title: name, state }: IApp
): string {
  switch (state) {
    case 'starting':
      return trans.__(
        '%1 is starting. It appears here as soon as it answers.',
        name
      );
    case 'running':
      return trans.__('%1 runs. One moment…', name);
    case 'stopped':
      return trans.__('%1 does not run.', name);
    case 'unhealthy':
      return trans.__('%1 runs, but does not work as it should.', name);
    case 'external':
      return trans.__(
        'Somebody else runs %1, and it does not answer at the moment.',
        name
      );
    case 'failed':
      return apps.sentence(trans, 'app-failed', { name }) ?? '';
    case 'missing':
    case 'module-needed':
      return apps.sentence(trans, state, { name }) ?? '';
  }
}

/** What a request of the page ran into. */
export function problemWords(
  trans: TranslationBundle,
  { reason }: IProblem,
  { title: name, detail: facts }: IApp
): string {
  return (
    common.sentence(trans, reason, {}) ??
    apps.sentence(trans, reason, { name, facts }) ??
    trans.__('This did not work, for the reason “%1”.', reason)
  );
}

/** Why nothing answers at an address. */
export function lostWords(
  trans: TranslationBundle,
  data: ILostData
): { readonly title: string; readonly text: string } {
  const { reason, facts } = data;
  const port = data.port ?? '';
  const name = data.name ?? '';
  switch (reason) {
    case 'port-refused':
      return {
        title: trans.__('Port %1 does not answer', port),
        text: trans.__(
          'No program listens there: it has ended, or is still starting. Its terminal may say why.'
        )
      };
    case 'port-silent':
      return {
        title: trans.__('Port %1 does not answer', port),
        text: trans.__(
          'A program listens there, but gave no answer that a browser could show.'
        )
      };
    case 'host-unreachable':
      return {
        title: trans.__('Port %1 does not answer', port),
        text: trans.__(
          'The computer “%1” cannot be reached from here, or its name is not known. Check the name.',
          name || 'localhost'
        )
      };
    case 'own-port':
      return {
        title: trans.__('Port %1 cannot be opened', port),
        text: trans.__('This is the Jupyter server itself.')
      };
    case 'other-user-on-port':
      return {
        title: trans.__('Port %1 is not yours', port),
        text: trans.__(
          'A program of another account listens there. It would get your login, so nothing is sent to it. Start yours on another port.'
        )
      };
  }
  const detail = data.detail ?? '';
  return {
    title:
      reason === 'definition-failed'
        ? name
        : data.port === null
          ? trans.__('%1 cannot be opened', name)
          : trans.__('Port %1 cannot be opened', port),
    text:
      common.sentence(trans, reason, {}) ??
      apps.sentence(trans, reason, { name, detail, facts }) ??
      trans.__('This did not work, for the reason “%1”.', reason)
  };
}
