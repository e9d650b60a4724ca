import type { TranslationBundle } from '@jupyterlab/translation';

import type { IAppDetail } from '../types';

/** Facts without which a reason has its plain sentence. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'answers-5xx': ['status'],
  'cannot-execute': ['message'],
  'folder-missing': ['folder'],
  'interpreter-missing': ['interpreter'],
  'listens-elsewhere': ['port', 'expected'],
  'program-missing': ['program'],
  'redirects-away': ['location']
};

/** What has facts to tell, or means something else of an app than of a port. */
export function ofNamed(
  trans: TranslationBundle,
  reason: string,
  name: string,
  facts: IAppDetail
): string | undefined {
  const fact = (key: string) => {
    const value = facts[key];
    return value === undefined || value === null ? '' : String(value);
  };
  const where = () => place(trans, fact('address'));
  if (NEEDED[reason]?.some(key => fact(key) === '')) {
    return undefined;
  }
  switch (reason) {
    case 'not-http':
      return trans.__('What answers in place of %1 is no web page.', name);
    case 'port-changed':
      return trans.__(
        'Another program is in the way of %1 by now; nothing was stopped.',
        name
      );
    case 'port-taken':
      return taken(trans, name, where(), fact('program'), fact('pid'));
    case 'other-user-on-port':
      return stranger(trans, facts, where(), fact('account'));
    case 'runs-outside':
      return fact('pid') === ''
        ? trans.__('%1 runs already, but was not started from here.', name)
        : trans.__(
            '%1 runs already, but was not started from here (pid %2).',
            name,
            fact('pid')
          );
    case 'listens-elsewhere':
      return trans.__(
        '%1 listens on port %2, but %3 is expected.',
        name,
        fact('port'),
        fact('expected')
      );
    case 'redirects-away':
      return trans.__(
        '%1 sends its visitors away from this server, to %2.',
        name,
        fact('location')
      );
    case 'answers-5xx':
      return trans.__(
        '%1 runs, but answers with an error (%2).',
        name,
        fact('status')
      );
    case 'program-missing':
      return trans.__(
        '%1 is not installed on this server: there is no program %2 on its PATH.',
        name,
        fact('program')
      );
    case 'not-ended':
      return notEnded(trans, name, facts, fact('pids'), fact('account'));
    case 'interpreter-missing':
      return trans.__(
        '%1 cannot run: its script needs %2, which is not on this server.',
        name,
        fact('interpreter')
      );
    case 'folder-missing':
      return trans.__(
        '%1 cannot run: its folder %2 is gone or cannot be entered.',
        name,
        fact('folder')
      );
    case 'cannot-execute':
      return trans.__(
        '%1 is installed but cannot be run: %2.',
        name,
        fact('message')
      );
    default:
      return undefined;
  }
}

/** An address is the number of a port, or the path of a socket. */
function place(trans: TranslationBundle, address: string): string {
  if (address === '') {
    return trans.__('its address');
  }
  return address.startsWith('/')
    ? trans.__('the socket %1', address)
    : trans.__('port %1', address);
}

function taken(
  trans: TranslationBundle,
  name: string,
  where: string,
  program: string,
  pid: string
): string {
  return program === '' || pid === ''
    ? trans.__('%1 needs %2, which another program uses.', name, where)
    : trans.__(
        '%1 needs %2, which %3 uses (pid %4).',
        name,
        where,
        program,
        pid
      );
}

function stranger(
  trans: TranslationBundle,
  { fixed }: IAppDetail,
  where: string,
  account: string
): string {
  const what =
    account === ''
      ? trans.__('Another account uses %1; nothing was sent to it.', where)
      : trans.__(
          'Another account (%2) uses %1; nothing was sent to it.',
          where,
          account
        );
  const next =
    fixed === true
      ? trans.__('The app is set to this address: ask your administrator.')
      : trans.__('Started again, the app takes another port.');
  return `${what} ${next}`;
}

function notEnded(
  trans: TranslationBundle,
  name: string,
  { seen }: IAppDetail,
  pids: string,
  account: string
): string | undefined {
  if (pids === '' && seen !== false) {
    return undefined;
  }
  if (seen === false) {
    return trans.__(
      'Perhaps %1 still runs: this server cannot see its processes.',
      name
    );
  }
  return account === ''
    ? trans.__('%1 could not be ended: pid %2 still runs.', name, pids)
    : trans.__(
        '%1 could not be ended: pid %2 of the account %3 still runs.',
        name,
        pids,
        account
      );
}
