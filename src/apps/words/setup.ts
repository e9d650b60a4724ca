import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISentenceContext } from '../../tokens';
import type { IAppDetail } from '../types';

/** What is wrong with how apps are set up on this server: with all of them, or with one. */
export function setup(
  trans: TranslationBundle,
  reason: string,
  context: ISentenceContext
): string | undefined {
  const { detail } = context;
  return (
    unloaded(trans, reason, detail ?? '') ??
    ofOne(
      trans,
      reason,
      context.name ?? trans.__('The app'),
      context.facts ?? {}
    )
  );
}

/** Why jupyter-server-proxy is not there. It is named: who can do something about it knows that name. */
function unloaded(
  trans: TranslationBundle,
  reason: string,
  detail: string
): string | undefined {
  const none = trans.__('There are no apps and no links to ports:');
  const next = trans.__(
    'Correct this in its configuration and restart the server, or ask your administrator.'
  );
  switch (reason) {
    case 'proxy-load-failed':
      return detail === ''
        ? trans.__(
            '%1 jupyter-server-proxy failed to load; the server’s log says why.',
            none
          )
        : `${trans.__('%1 jupyter-server-proxy failed to load. The server’s log says: “%2”', none, detail)} ${next}`;
    case 'proxy-import-failed':
      return detail === ''
        ? trans.__(
            '%1 jupyter-server-proxy cannot be imported; the server’s log says why.',
            none
          )
        : trans.__(
            '%1 jupyter-server-proxy cannot be imported: “%2”. Install it again, or ask your administrator.',
            none,
            detail
          );
    case 'proxy-link-failed':
      return trans.__(
        '%1 jupyter-server-proxy could not be joined to the server; the server’s log says why.',
        none
      );
    case 'proxy-disabled':
      return trans.__(
        '%1 jupyter-server-proxy is installed, but not enabled. Run “jupyter server extension enable jupyter_server_proxy” and restart the server, or ask your administrator.',
        none
      );
    case 'proxy-not-installed':
      return trans.__(
        '%1 jupyter-server-proxy is not installed where this server runs. Run “pip install jupyter-server-proxy” there and restart the server, or ask your administrator.',
        none
      );
    case 'proxy-not-loaded':
      return trans.__(
        '%1 jupyter-server-proxy was not loaded; the server’s log may say why.',
        none
      );
    case 'names-hide-pages':
      return trans.__(
        'These apps hide pages of Jupyter, which have the same names: %1. Rename them in the configuration, or ask your administrator.',
        detail
      );
    default:
      return undefined;
  }
}

function ofOne(
  trans: TranslationBundle,
  reason: string,
  name: string,
  facts: IAppDetail
): string | undefined {
  const fact = (key: string) => {
    const value = facts[key];
    return value === undefined || value === null ? '' : String(value);
  };
  switch (reason) {
    case 'name-never-matches':
      return trans.__(
        'No address fits %1, because of characters in its name. Rename it in the configuration: letters, digits, “-”, “_” and “.” always work.',
        name
      );
    case 'name-taken':
      return fact('by') === ''
        ? trans.__(
            'Another page of this server has the address of %1. Rename it in the configuration.',
            name
          )
        : trans.__(
            '“%2” gets what is meant for %1, as their names overlap. Rename one of them in the configuration.',
            name,
            fact('by')
          );
    case 'command-empty':
      return trans.__(
        'The function that makes the command of %1 returned nothing. Its author must correct it.',
        name
      );
    case 'bad-command':
      return badCommand(trans, name, facts, fact('type'), fact('message'));
    case 'environment-failed':
      return fact('type') === ''
        ? trans.__(
            'The environment of %1 could not be made. Its log says more.',
            name
          )
        : trans.__(
            'The environment of %1 must be texts by name; there is something of the type “%2”.',
            name,
            fact('type')
          );
    case 'definition-failed':
      return fact('part') === ''
        ? trans.__(
            'A function of the definition of %1 failed. Its log says more.',
            name
          )
        : trans.__(
            '%1 runs, but a function of its definition (%2) failed, so nothing can be passed on to it. The log in the Remote IDE panel says why.',
            name,
            fact('part')
          );
    case 'unknown-placeholder':
      return unknownPlaceholder(
        trans,
        name,
        fact('part'),
        fact('placeholder'),
        fact('known')
      );
    default:
      return undefined;
  }
}

function badCommand(
  trans: TranslationBundle,
  name: string,
  { in_list: isInList }: IAppDetail,
  type: string,
  message: string
): string {
  if (type !== '') {
    return isInList === true
      ? trans.__(
          'The command of %1 has something of the type “%2” in it; only texts can be there.',
          name,
          type
        )
      : trans.__(
          'The command of %1 must be a list of texts; it is of the type “%2”.',
          name,
          type
        );
  }
  return message === ''
    ? trans.__('The command of %1 is none that could be run.', name)
    : trans.__('The command of %1 cannot be run: %2.', name, message);
}

function unknownPlaceholder(
  trans: TranslationBundle,
  name: string,
  part: string,
  placeholder: string,
  known: string
): string {
  if (placeholder === '') {
    return trans.__('A placeholder in the command of %1 is unknown.', name);
  }
  return part === 'environment'
    ? trans.__(
        'In the environment of %1 stands %2, which is no placeholder. There are %3; other braces are doubled.',
        name,
        placeholder,
        known
      )
    : trans.__(
        'In the command of %1 stands %2, which is no placeholder. There are %3; other braces are doubled.',
        name,
        placeholder,
        known
      );
}
