import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { act, render, screen } from '@testing-library/react';
import * as React from 'react';

import { AppsModel } from '../../apps/model';
import AppsSection from '../../apps/section';
import { isUnloaded } from '../../apps/types';
import { SessionModel } from '../../session/model';
import SessionSection from '../../session/section';
import { FakeSocket, json, STATUS } from '../core/fakes';
import { appRow, appsServer } from './rows';

const trans = nullTranslator.load('');
const LINE =
  "extension failed loading with message: TraitError('not the list [None]')";

async function show(status: object, ...rows: object[]) {
  const server = appsServer(...rows).on('GET status', () =>
    json({ ...STATUS, ...status })
  );
  const connection = server.connection();
  const model = new AppsModel(connection);
  const session = new SessionModel(connection);
  session.leave(isUnloaded);
  await act(() => model.load());
  render(
    <>
      <SessionSection
        trans={trans}
        model={session}
        watch={connection.watch}
        onRetry={() => undefined}
        onRefresh={() => undefined}
      />
      <AppsSection
        model={model}
        session={session}
        trans={trans}
        commands={new CommandRegistry()}
        announce={() => undefined}
      />
    </>
  );
  await act(() => session.ready());
  return document.body.textContent;
}

beforeEach(() => {
  FakeSocket.all = [];
});

it('says once why there are no apps, with the line of the log', async () => {
  const text = await show({
    warnings: ['no-token', 'proxy-load-failed'],
    details: { 'proxy-load-failed': LINE },
    capabilities: {
      'apps-start': { allowed: false, reason: 'proxy-load-failed' }
    }
  });
  expect(text.split(LINE)).toHaveLength(2);
  expect(text).not.toMatch(/offers no apps|can be opened/);
  expect(text.match(/jupyter-server-proxy/g)).toHaveLength(1);
  expect(screen.getByText(/no password or token/)).toBeInTheDocument();
});

it.each([
  ['proxy-disabled', /jupyter server extension enable jupyter_server_proxy/],
  ['proxy-not-installed', /pip install jupyter-server-proxy/],
  ['proxy-import-failed', /log says why/],
  ['proxy-link-failed', /could not be joined/],
  ['proxy-not-loaded', /was not loaded/]
])('has its own cure for %s', async (reason, cure) => {
  const text = await show({ warnings: [reason] });
  expect(text).toMatch(cure);
  expect(text).not.toContain('offers no apps');
});

it('still says that a site offers none where all is well', async () => {
  expect(await show({ warnings: [] })).toContain('offers no apps');
});

it('tells in the strip what leaves apps where they are', async () => {
  const text = await show(
    { warnings: ['proxy-state'] },
    appRow('vscode', 'external')
  );
  expect(text).toMatch(/can be opened, but not stopped/);
  expect(text).toContain('VSCODE');
});
