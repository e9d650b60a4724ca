import type { TranslationBundle } from '@jupyterlab/translation';

import type { IAppDetail } from '../apps/types';
import type { Words } from './sentences';

/** Programs of this server and what they are opened with. Without a name of an app it may be a port. */
export function apps(
  trans: TranslationBundle,
  reason: string,
  context: { readonly name?: string; readonly facts?: IAppDetail | null }
): Words {
  const { name: app, facts } = context;
  if (app !== undefined) {
    const words = ofOne(trans, reason, app, facts ?? {});
    if (words !== undefined) {
      return words;
    }
  }
  const name = app ?? trans.__('The app');
  switch (reason) {
    case 'program-missing':
      return trans.__('%1 is not installed on this server.', name);
    case 'module-needed':
      return trans.__('%1 needs a software module to be loaded.', name);
    case 'cannot-execute':
      return trans.__('%1 is installed but cannot be run.', name);
    case 'could-not-start':
    case 'command-failed':
      return trans.__('%1 could not be started. Its log says more.', name);
    case 'start-timeout':
      return trans.__('%1 did not answer in time. Its log says more.', name);
    case 'not-answering':
      return trans.__('%1 runs but does not answer.', name);
    case 'command-ended':
      return trans.__('The command of %1 has ended.', name);
    case 'silent':
      return trans.__('%1 has not answered yet.', name);
    case 'bad-definition':
      return trans.__('%1 is defined wrongly.', name);
    case 'not-configured':
      return trans.__(
        '%1 has no start command in this server’s settings.',
        name
      );
    case 'needs-server-restart':
      return trans.__(
        '%1 is there by now: restart the server to use it.',
        name
      );
    case 'wrapper-failed':
      return trans.__(
        'What connects %1 to the server failed to load; the server’s log says why.',
        name
      );
    case 'crash-loop':
      return trans.__(
        '%1 stopped several times in a row, so it is not started again by itself.',
        name
      );
    case 'exited':
      return trans.__('%1 has ended.', name);
    case 'exited-before-ready':
      return trans.__('%1 ended before it was ready. Its log says more.', name);
    case 'stopped-by-person':
      return trans.__('%1 was stopped, and stays so until you start it.', name);
    case 'answers-5xx':
      return trans.__('%1 answers with an error of its own.', name);
    case 'folder-not-utf8':
      return trans.__(
        'The name of this folder is not UTF-8, so no address can say it. Rename the folder first.'
      );
    case 'folder-outside-root':
      return trans.__('This folder is outside of the server’s folder.');
    case 'folder-not-on-disk':
      return trans.__(
        'This folder is not on the server’s disk, so a program cannot open it.'
      );
    case 'folder-missing':
      return trans.__('This folder does not exist any more.');
    case 'interpreter-missing':
      return trans.__('A program that %1 needs is not there.', name);
    case 'port-taken':
      return trans.__('Another program uses the port of %1.', name);
    case 'speaks-tls':
      return trans.__(
        '%1 speaks TLS, which does not work behind Jupyter. Switch TLS off in its settings.',
        name
      );
    case 'paused':
      return trans.__(
        '%1 is paused: a signal stopped it. Continue it in a terminal, or restart it.',
        name
      );
    case 'runs-outside':
      return trans.__('%1 was not started from here.', name);
    case 'listens-elsewhere':
      return trans.__('%1 does not listen where it is expected.', name);
    case 'redirects-away':
      return trans.__('%1 sends its visitors away from this server.', name);
    case 'not-ended':
      return trans.__('The program could not be ended.');
    case 'cross-site':
      return trans.__(
        'Another web page asked for %1, and may not start it.',
        name
      );
    case 'respawning':
      return trans.__(
        '%1 ended unexpectedly and is being started again.',
        name
      );
    case 'restarting':
      return trans.__('%1 is being restarted.', name);
    case 'stopping':
      return trans.__('%1 is being stopped.', name);
    case 'app-absent':
    case 'app-unreachable':
      return trans.__('%1 cannot be started here.', name);
    case 'bad-folder':
      return trans.__('This is no folder that %1 could open.', name);
    case 'app-external':
    case 'apps-open-only':
    case 'proxy-handler-names':
    case 'proxy-state':
      return trans.__(
        'On this server apps can be opened, but not stopped or restarted from here.'
      );
    default:
      return undefined;
  }
}

/** What has facts, or means something else of a port. */
function ofOne(
  trans: TranslationBundle,
  reason: string,
  name: string,
  facts: IAppDetail
): Words {
  const fact = (key: string) => {
    const value = facts[key];
    return value === undefined || value === null ? '' : String(value);
  };
  const where = () => place(trans, fact('address'));
  switch (reason) {
    case 'not-http':
      return trans.__('What answers in place of %1 is no web page.', name);
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
      return fact('status') === ''
        ? undefined
        : trans.__(
            '%1 runs, but answers with an error (%2).',
            name,
            fact('status')
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
      return fact('message') === ''
        ? undefined
        : trans.__(
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
): Words {
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
