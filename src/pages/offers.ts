import type { TranslationBundle } from '@jupyterlab/translation';

import { holderOf, pageInTheWay, type RemedyId } from '../apps/remedies';
import { type IApp, runsOutside } from '../apps/types';
import { remedyWords } from '../apps/words';

/** What a press asks of the server, or does in the page alone. */
export type Verb =
  'start' | 'stop' | 'restart' | 'show' | 'release' | 'reload' | 'ask' | 'keep';

/** Something that may be done: a press with a verb, or a link. */
export type Offer =
  | { readonly label: string; readonly verb: Verb }
  | { readonly label: string; readonly href: string };

/** What a start may hang on for longer than it takes. */
const STUCK: readonly (string | null)[] = [
  'listens-elsewhere',
  'speaks-tls',
  'other-user-on-port'
];

/** This visitor may not start it, whatever the app's own reason. */
const DENIED: readonly (string | null)[] = ['not-owner', 'ide-token'];

/** Whether it is worth to wait for. */
export function isBusy({ state, reason }: IApp): boolean {
  return state === 'starting' && reason !== 'speaks-tls';
}

/** Whether it has a page after all, if not the one that a person expects. */
function isShowable({ state, reason }: IApp): boolean {
  return (
    state === 'unhealthy' &&
    (reason === 'redirects-away' || reason === 'answers-5xx')
  );
}

/** The one thing to do, if there is one. */
export function firstOffer(trans: TranslationBundle, row: IApp): Offer | null {
  const { state, reason, detail } = row;
  const offer = (verb: Verb & RemedyId): Offer => ({
    label: remedyWords(trans, verb, row).label,
    verb
  });
  const again: Offer = { label: trans.__('Try again'), verb: 'start' };
  switch (state) {
    case 'stopped':
      return DENIED.includes(reason) ? null : offer('start');
    case 'failed':
      return reason === 'not-ended' && detail?.seen !== false
        ? offer('stop')
        : again;
    case 'missing':
    case 'module-needed':
      return again;
    case 'external':
      return { ...again, verb: 'reload' };
    case 'running':
      return null;
    case 'unhealthy':
    case 'starting':
      if (isShowable(row)) {
        return offer('show');
      }
      if (reason === 'other-user-on-port' && detail?.fixed === true) {
        return null;
      }
      return state === 'unhealthy' || STUCK.includes(reason)
        ? offer('restart')
        : null;
  }
}

/** What else there is to do. Whoever was asked whether to end a program answers first. */
export function otherOffers(
  trans: TranslationBundle,
  row: IApp,
  isAsked: boolean
): readonly Offer[] {
  const label = (id: RemedyId) => remedyWords(trans, id, row).label;
  if (isShowable(row)) {
    return [{ label: label('restart'), verb: 'restart' }];
  }
  const href = pageInTheWay(row);
  const isHeld = holderOf(row) !== null;
  if (isAsked && isHeld) {
    return [
      { label: label('release'), verb: 'release' },
      { label: trans.__('Keep it'), verb: 'keep' }
    ];
  }
  return [
    ...(href === null ? [] : [{ label: label('open'), href }]),
    ...(isHeld ? [{ label: label('release'), verb: 'ask' as const }] : [])
  ];
}

/** Whether the time that it has been so says something. */
export function countsSeconds(row: IApp): boolean {
  const { state, reason } = row;
  return (
    isBusy(row) ||
    (state === 'unhealthy' && (reason === null || reason === 'not-answering'))
  );
}

/** Whether its own page is there now, in place of the one of a moment ago. */
export function isThere(row: IApp, before: IApp): boolean {
  return (
    (row.state === 'running' && row.reason !== 'stopping') ||
    // One that was served so does not answer: a person tries again.
    (runsOutside(row) && !runsOutside(before))
  );
}
