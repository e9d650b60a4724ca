import type { TranslationBundle } from '@jupyterlab/translation';

import type { IAppDetail } from '../apps/types';
import { apps } from './appsentences';
import { definitions } from './definitionsentences';
import { page, ports, request, site, type Words } from './sentences';

/** What may be offered beside a sentence; a section does those it can. */
export type ActionId =
  'retry' | 'refresh' | 'reload' | 'hub-token-page' | 'show-log' | 'start';

export interface ISentence {
  readonly text: string;
  readonly action?: { readonly id: ActionId; readonly label: string };
}

/** What a sentence may name. */
export interface ISentenceContext {
  /** The app's title, the port or whatever the sentence is about. */
  readonly name?: string;
  /** What to install or set, in the server's own words. */
  readonly detail?: string;
  /** What the server knows besides, by name. */
  readonly facts?: IAppDetail | null;
}

/**
 * The sentence for a reason: what happened, why, and at most one action. The only place where reasons become words.
 *
 * @param reason - the server's stable kebab-case word or one of ours; an unknown one is shown as it is
 */
export function sentence(
  trans: TranslationBundle,
  reason: string,
  context: ISentenceContext = {}
): ISentence {
  const known =
    Private.words(trans, reason, context) ??
    trans.__('This did not work, for the reason “%1”.', reason);
  const action = Private.action(trans, reason);
  return action === undefined ? { text: known } : { text: known, action };
}

/** Whether a reason has words of its own. */
export function hasSentence(trans: TranslationBundle, reason: string): boolean {
  return Private.words(trans, reason, {}) !== undefined;
}

namespace Private {
  export function words(
    trans: TranslationBundle,
    reason: string,
    context: ISentenceContext
  ): Words {
    return (
      page(trans, reason) ??
      site(trans, reason, context) ??
      definitions(trans, reason, context) ??
      apps(trans, reason, context) ??
      ports(trans, reason) ??
      request(trans, reason)
    );
  }

  export function action(
    trans: TranslationBundle,
    reason: string
  ): ISentence['action'] {
    switch (reason) {
      case 'network':
      case 'offline':
      case 'timeout':
      case 'server-unreachable':
      case 'internal-error':
      case 'storage-silent':
      case 'storage-unreadable':
      case 'storage-unwritable':
      case 'storage-untrusted':
        return { id: 'retry', label: trans.__('Try again') };
      case 'no-websocket':
        return { id: 'refresh', label: trans.__('Refresh') };
      case 'not-logged-in':
        // The login page leads back here.
        return { id: 'reload', label: trans.__('Log in again') };
      case 'bad-reply':
      case 'unexpected':
      case 'unknown-field':
      case 'bad-request':
      case 'xsrf':
        return { id: 'reload', label: trans.__('Reload the page') };
      case 'hub-manual':
        return { id: 'hub-token-page', label: trans.__('Open the token page') };
      case 'start-timeout':
      case 'exited-before-ready':
      case 'not-answering':
        return { id: 'show-log', label: trans.__('Show log') };
      case 'crash-loop':
      case 'exited':
      case 'stopped-by-person':
        return { id: 'start', label: trans.__('Start') };
      default:
        return undefined;
    }
  }
}
