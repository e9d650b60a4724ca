import type { TranslationBundle } from '@jupyterlab/translation';

import type { IDetail } from '../core/result';
import type { IWords } from '../tokens';

/** Why there are no API tokens, and what a person can do about it. */
export const words: IWords = {
  sentence: (trans, reason, { facts, name }) => {
    switch (reason) {
      case 'hub-manual':
      case 'hub-refused':
        return trans.__(
          'Tokens for this server are made on the hub’s token page.'
        );
      case 'hub-login-again':
        return trans.__('Your login at the hub has ended.');
      case 'hub-silent':
      case 'hub-busy':
      case 'hub-odd-answer':
        return trans.__(
          'The hub gives no answer that can be used. Try again in a moment.'
        );
      case 'hub-server-token':
        return trans.__(
          'Your site lets whoever gets a terminal on this server make tokens for all that you may.'
        );
      case 'hub-fixed':
        return trans.__('A hub’s tokens stay as they are.');
      case 'no-authentication':
        return trans.__(
          'This server asks nobody for a password or token, so there is none to make: its URL alone opens it.'
        );
      case 'other-identity-provider':
        return trans.__(
          'Your site uses its own login, to which Remote IDE adds no tokens.'
        );
      case 'apitoken-exists':
        return trans.__(
          'You have a token for %1 whose URL cannot be shown again.',
          name ?? trans.__('this program')
        );
      case 'no-such-apitoken':
        return trans.__('This token is gone already.');
      case 'storage-unwritable':
        return trans.__(
          'Tokens cannot be saved: the folder for them is not writable. Is your home full?'
        );
      case 'storage-unreadable':
        return trans.__(
          'Your tokens cannot be read: the folder for them cannot be opened.'
        );
      case 'storage-silent':
        return trans.__(
          'Your home folder does not answer, so tokens can be neither read nor made.'
        );
      case 'storage-untrusted':
      case 'token-untrusted':
      case 'token-damaged':
      case 'token-ahead':
      case 'token-not-removed':
      case 'token-other-version':
      case 'token-unreadable':
        return ofFile(trans, reason, facts ?? {});
      case 'bad-note':
      case 'bad-expires-in':
      case 'bad-recipe':
      case 'bad-access':
      case 'bad-browser':
      case 'bad-existing':
        return trans.__(
          'The server did not understand this page. Reload it if Remote IDE was updated.'
        );
      case 'apitokens-failed':
        return trans.__(
          'API tokens do not work on this server; its log says why.'
        );
      default:
        return undefined;
    }
  },
  action: (trans, reason) => {
    switch (reason) {
      case 'hub-manual':
      case 'hub-refused':
        return { id: 'hub-token-page', label: trans.__('Open the token page') };
      case 'hub-login-again':
        return { id: 'reload', label: trans.__('Log in again') };
      case 'hub-silent':
      case 'hub-busy':
      case 'hub-odd-answer':
      case 'storage-silent':
      case 'storage-unreadable':
      case 'storage-unwritable':
      case 'storage-untrusted':
        return { id: 'retry', label: trans.__('Try again') };
      case 'bad-recipe':
      case 'bad-access':
      case 'bad-browser':
      case 'bad-existing':
        return { id: 'reload', label: trans.__('Reload the page') };
      default:
        return undefined;
    }
  }
};

/** A folder or file that does not count, and its cure. */
function ofFile(
  trans: TranslationBundle,
  reason: string,
  facts: IDetail
): string | undefined {
  const file = String(facts.file ?? '');
  const isClosed = facts.cure === 'close';
  switch (reason) {
    case 'storage-untrusted':
      if (file === '') {
        return trans.__(
          'Others may have written your tokens, so they open nothing. “API tokens” says how to mend it.'
        );
      }
      return isClosed
        ? trans.__(
            'Other accounts may write your tokens in “%1”, so they open nothing. Close it in a terminal: chmod go-w "%1"',
            file
          )
        : trans.__(
            '“%1” is a link, too large or not yours, so your tokens in it open nothing. Move it away in a terminal: mv "%1" "%1.old"',
            file
          );
    case 'token-untrusted':
      return isClosed
        ? trans.__(
            'Other accounts may write this token, so it opens nothing. Remove it, or close it in a terminal: chmod go-w "%1"',
            file
          )
        : trans.__(
            'Somebody else may have written this token, so it opens nothing. Remove it.'
          );
    case 'token-damaged':
      return trans.__(
        'This token is damaged: it opens nothing. Remove it, then copy a new URL.'
      );
    case 'token-ahead':
      return trans.__(
        'Made by a clock far ahead, this token opens nothing until then. Remove it.'
      );
    case 'token-not-removed':
      return trans.__(
        'You revoked this token, but its file could not be removed: remove it once more, or it works again after a restart.'
      );
    case 'token-other-version':
      return facts.version === 'older'
        ? trans.__(
            'An older version of Remote IDE made this token: it opens nothing any more. Remove it, then copy a new URL.'
          )
        : trans.__(
            'A newer version of Remote IDE made this token: it opens nothing here. Use it on a server with that version, or remove it.'
          );
    case 'token-unreadable':
      return facts.cure === 'open'
        ? trans.__(
            'You may not read this token, so it opens nothing. Remove it, or open it in a terminal: chmod u+rw "%1"',
            file
          )
        : trans.__(
            'The disk fails to read this token: it may open nothing. Remove it, then copy a new URL.'
          );
    default:
      return undefined;
  }
}
