import { type IApp, isAlive, runsOutside } from './types';

/** What may help an app that is in trouble; each a press away. */
export type RemedyId =
  'open' | 'release' | 'show' | 'start' | 'restart' | 'stop' | 'log';

/** Who holds an app's address, as `POST apps/{name}/release` wants it. */
export interface IHolder {
  readonly pid: number;
  /** When it began: the number of a process is given anew. */
  readonly started: number;
}

/** What is said about a state: a hindrance, or a fact beside an app that works. */
export type Weight = 'error' | 'warn' | 'note';

/** Reasons of apps that work all the same. */
const NOTES = ['listens-elsewhere', 'runs-outside'];

/** Reasons that say more of a start than that it goes on. */
const WHILE_STARTING = [
  'listens-elsewhere',
  'speaks-tls',
  'other-user-on-port'
];

/** How much its reason matters; null where the word of its state says it all. */
export function weightOf({ state, reason }: IApp): Weight | null {
  if (reason === null) {
    return null;
  }
  switch (state) {
    case 'failed':
      return 'error';
    case 'unhealthy':
      return 'warn';
    case 'starting':
      return WHILE_STARTING.includes(reason) ? 'warn' : null;
    case 'running':
      return NOTES.includes(reason)
        ? 'note'
        : reason === 'other-user-on-port'
          ? 'warn'
          : null;
    case 'external':
      return reason === 'not-answering'
        ? 'warn'
        : NOTES.includes(reason)
          ? 'note'
          : null;
    case 'stopped':
      return reason === 'cross-site' ? 'note' : null;
    default:
      return null;
  }
}

/** Who is in the way and may be ended from here, if so. */
export function holderOf({ reason, detail }: IApp): IHolder | null {
  const { pid, started, stoppable } = detail ?? {};
  return reason === 'port-taken' &&
    stoppable === true &&
    typeof pid === 'number' &&
    typeof started === 'number'
    ? { pid, started }
    : null;
}

/** Where the program in the way has a page of its own. */
export function pageInTheWay({ reason, detail }: IApp): string | null {
  const url = detail?.url;
  return reason === 'port-taken' &&
    typeof url === 'string' &&
    /^\/(?![/\\])/.test(url)
    ? url
    : null;
}

/** What to offer beside the reason of an app, the best first. */
export function remediesOf(app: IApp): readonly RemedyId[] {
  const { state, reason, detail } = app;
  switch (reason) {
    case 'port-taken':
      return [
        ...(pageInTheWay(app) === null ? [] : (['open'] as const)),
        ...(holderOf(app) === null ? [] : (['release'] as const)),
        'start'
      ];
    case 'other-user-on-port':
      if (state === 'failed') {
        return ['start'];
      }
      return detail?.fixed === true ? [] : ['restart'];
    case 'redirects-away':
    case 'answers-5xx':
      return ['show'];
    case 'paused':
      return ['restart'];
    case 'not-ended':
      return detail?.seen === false ? ['start'] : ['stop'];
    case 'folder-missing':
    case 'interpreter-missing':
    case 'cannot-execute':
      return ['start'];
    case 'start-timeout':
    case 'exited-before-ready':
    case 'not-answering':
    case 'speaks-tls':
      return state === 'external' ? [] : ['log'];
    case 'crash-loop':
      return ['start'];
    default:
      return state === 'failed' ? ['log'] : [];
  }
}

/** Whether it can be ended from here. */
export function canStop(app: IApp): boolean {
  return (
    (isAlive(app) && (!runsOutside(app) || app.detail?.stoppable === true)) ||
    app.reason === 'not-ended'
  );
}
