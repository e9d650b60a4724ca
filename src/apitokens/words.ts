import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISentenceContext, IWords } from '../tokens';

/** Why there are no API tokens, and what a person can do about it. */
export const words: IWords = {
  sentence: (trans, reason, { facts }) => {
    switch (reason) {
      case 'hub-manual':
        return trans.__(
          'Your hub does not let this server make tokens. Make one on the hub’s token page.'
        );
      case 'no-authentication':
        return trans.__(
          'This server asks nobody for a password or token, so there is none to make: its URL alone opens it.'
        );
      case 'other-identity-provider':
        return trans.__(
          'Your site uses its own login, to which Remote IDE adds no tokens.'
        );
      case 'hub-refused':
        return trans.__('The hub refused. Make a token on its token page.');
      case 'hub-unreachable':
        return trans.__('The hub does not answer.');
      case 'no-such-apitoken':
        return trans.__('This token is gone already.');
      case 'storage-unwritable':
        return trans.__(
          'Tokens cannot be saved: the folder for them is not writable. Is your home full?'
        );
      case 'storage-unreadable':
        return trans.__('The folder with your tokens cannot be read.');
      case 'storage-silent':
        return trans.__(
          'The folder with your tokens does not answer. Is your home in reach?'
        );
      case 'storage-untrusted':
      case 'token-untrusted':
        return untrusted(trans, facts);
      case 'token-damaged':
        return file(facts) === ''
          ? trans.__('The file of this token is damaged. Revoke it.')
          : trans.__(
              'The file of this token, %1, is damaged. Revoke it.',
              file(facts)
            );
      case 'token-other-version':
        return trans.__(
          'This token was made by a newer version of Remote IDE, which alone knows it.'
        );
      case 'bad-note':
        return trans.__('This note is empty or too long.');
      case 'bad-expires-in':
        return trans.__('This lifetime is not possible.');
      case 'bad-recipe':
      case 'bad-access':
        return trans.__(
          'The server did not understand what the token is for. Reload the page if Remote IDE was updated.'
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
      case 'storage-silent':
      case 'hub-unreachable':
        return { id: 'retry', label: trans.__('Try again') };
      case 'bad-recipe':
      case 'bad-access':
        return { id: 'reload', label: trans.__('Reload the page') };
      default:
        return undefined;
    }
  }
};

type Facts = ISentenceContext['facts'];

/** The path of what is wrong, or '' where that is not told. */
function file(facts: Facts): string {
  return String(facts?.file ?? '');
}

/** What somebody else may have written, and how that is cured. */
function untrusted(trans: TranslationBundle, facts: Facts): string {
  const path = file(facts) || trans.__('the folder with your tokens');
  return facts?.cure === 'close'
    ? trans.__(
        'Other accounts may write to %1, so it is not used. Close it with “chmod go-w”.',
        path
      )
    : trans.__(
        'Not you alone may have made %1, so it is not used. Delete it.',
        path
      );
}
