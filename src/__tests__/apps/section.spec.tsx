import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';

import { AppsModel } from '../../apps/model';
import AppsSection from '../../apps/section';
import { FakeServer, FakeSocket, json, refusal } from '../core/fakes';
import { addCommand, BASE } from '../core/page';
import { appRow, appsServer } from './rows';

const trans = nullTranslator.load('');

async function show(server: FakeServer) {
  const model = new AppsModel(server.connection());
  const commands = new CommandRegistry();
  const ran: string[] = [];
  for (const verb of ['open-app', 'stop-app', 'restart-app', 'show-app-log']) {
    addCommand(commands, `remote-ide:${verb}`, args =>
      ran.push(`${verb} ${args}`)
    );
  }
  const said: string[] = [];
  const announce = (text: string) => said.push(text);
  await act(() => model.load());
  render(<AppsSection {...{ model, trans, commands, announce }} />);
  return { model, ran, said, user: userEvent.setup() };
}

beforeEach(() => {
  FakeSocket.all = [];
});

it('shows each app with its state in words, what lacks something last', async () => {
  await show(
    appsServer(
      appRow('rstudio', 'missing'),
      appRow('vscode', 'running'),
      appRow('jup', 'starting'),
      appRow('desk', 'failed', { reason: 'crash-loop' })
    )
  );
  const rows = screen.getAllByRole('listitem').map(row => row.textContent);
  expect(rows[0]).toMatch(/VSCODE.*running/);
  expect(rows[1]).toMatch(/JUP.*starting/);
  expect(rows[2]).toMatch(/DESK.*failed.*stopped several times/);
  expect(rows[3]).toMatch(/RSTUDIO.*not installed/);
});

it('opens with a real link, which a plain press turns into the command', async () => {
  const { ran, user } = await show(appsServer(appRow('vscode', 'stopped')));
  const link = screen.getByRole('link', { name: /VSCODE/ });
  expect(link).toHaveAttribute('href', `${BASE}vscode/`);
  expect(link).toHaveAttribute('rel', 'noopener');
  await user.click(link);
  expect(ran).toEqual(['open-app {"name":"vscode"}']);
});

it('says of a missing app what is missing and what to do', async () => {
  const install_hint = 'Install RStudio Server (https://posit.co/x/).';
  const reason = 'program-missing';
  const server = appsServer(
    appRow('rstudio', 'missing', { install_hint, reason })
  );
  const { user } = await show(server);
  expect(screen.getByRole('listitem')).toHaveTextContent(
    /RSTUDIO not installed\s?Install RStudio Server \(posit.co\/x\). Or ask/
  );
  expect(screen.getByRole('link', { name: 'posit.co/x' })).toHaveAttribute(
    'href',
    'https://posit.co/x/'
  );
  await user.click(screen.getByRole('button', { name: /Look again.*RSTUDIO/ }));
  expect(server.count('GET apps')).toBe(2);
  const said = screen.getByRole('status');
  expect(said).toHaveTextContent(/^Still not found.$/);

  server.on('GET apps', () => json({ apps: [] }, 503));
  await user.click(screen.getByRole('button', { name: /Look again/ }));
  expect(said).toHaveTextContent(/^$/);

  server.on(
    'GET apps',
    appsServer(appRow('rstudio', 'stopped')).answers.get('GET apps')!
  );
  await user.click(screen.getByRole('button', { name: /Look again/ }));
  expect(screen.queryByRole('status')).toBeNull();
  expect(screen.getByRole('link', { name: /RSTUDIO/ })).toBeVisible();
});

it('does not say “not found” of what was found and is not ready', async () => {
  const { user } = await show(
    appsServer(appRow('rstudio', 'missing', { reason: 'needs-server-restart' }))
  );
  await user.click(screen.getByRole('button', { name: /Look again/ }));
  expect(screen.getByRole('status')).toHaveTextContent('Not ready yet.');
});

it.each([
  ['needs-server-restart', 'server restart needed', /restart the server to/],
  ['wrapper-failed', 'not set up', /server’s log says why. Ask your admin/]
])(
  'does not say of %s that it is not installed',
  async (reason, word, text) => {
    await show(appsServer(appRow('rstudio', 'missing', { reason })));
    const tile = screen.getByRole('listitem');
    expect(tile).toHaveTextContent(word);
    expect(tile).toHaveTextContent(text);
    expect(tile).not.toHaveTextContent('not installed');
  }
);

it('points at that explanation where somebody wanted to open the app', async () => {
  const { model } = await show(appsServer(appRow('rstudio', 'missing')));
  act(() => {
    model.point('rstudio');
  });
  expect(screen.getByRole('button', { name: /RSTUDIO/ })).toHaveFocus();
  expect(screen.getByText(/Ask your administrator/)).toBeVisible();
  expect(model.pointed).toBeNull();
});

it('names the module that is needed', async () => {
  const modules = ['rstudio-server'];
  await show(appsServer(appRow('rstudio', 'module-needed', { modules })));
  expect(screen.getByText(/with the module rstudio-server/)).toBeVisible();
});

it('is one tab stop; arrows move, Delete stops what runs', async () => {
  const { ran, user } = await show(
    appsServer(appRow('a', 'running'), appRow('b', 'stopped'))
  );
  await user.tab();
  expect(screen.getByRole('link', { name: /^A/ })).toHaveFocus();
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('button', { name: /log of A/ })).toHaveFocus();
  await user.keyboard('{ArrowLeft}{Delete}{ArrowDown}');
  expect(screen.getByRole('link', { name: /^B/ })).toHaveFocus();
  await user.keyboard('{Delete}{Enter}');
  expect(ran).toEqual(['stop-app {"name":"a"}', 'open-app {"name":"b"}']);
  await user.tab();
  expect(document.body).toHaveFocus();
});

it('shows a log inline and follows it', async () => {
  const server = appsServer(appRow('a', 'running', { log_next: 1 }))
    .on('GET apps/a/log?after=0', () => json({ lines: ['one'], next: 1 }))
    .on('GET apps/a/log?after=1', () => json({ lines: ['two'], next: 2 }));
  const { model, user } = await show(server);
  await act(async () => {
    model.showLog('a');
  });
  const log = await screen.findByText('one');
  model.follow();
  FakeSocket.last.accept();
  const snapshot = [appRow('a', 'running', { log_next: 2 })];
  act(() => {
    FakeSocket.last.receive({ topic: 'apps', seq: 2, snapshot });
  });
  expect(await within(log).findByText(/one\s+two/)).toBe(log);
  await user.click(screen.getByRole('button', { name: /Close the log/ }));
  expect(screen.queryByRole('log')).toBeNull();
});

it('says in a log what is left out of it', async () => {
  const server = appsServer(appRow('a', 'running', { log_next: 9 })).on(
    'GET apps/a/log?after=0',
    () => json({ lines: ['nine'], next: 9, cut: 8 })
  );
  const { model } = await show(server);
  await act(async () => {
    model.showLog('a');
  });
  expect(await screen.findByRole('log')).toHaveTextContent(
    '8 earlier lines are left out. nine'
  );
});

it('says aloud what changed', async () => {
  const { model, said } = await show(
    appsServer(appRow('a', 'starting'), appRow('b', 'running'))
  );
  model.follow();
  FakeSocket.last.accept();
  act(() => {
    FakeSocket.last.receive({
      topic: 'apps',
      seq: 2,
      add: [],
      change: [appRow('a', 'running'), appRow('b', 'failed')],
      remove: []
    });
  });
  expect(said).toEqual(['A is running', 'B failed']);
});

it('shows the reason where an action was refused', async () => {
  const server = appsServer(appRow('a', 'stopped')).on(
    'POST apps/a/start',
    refusal('not-owner')
  );
  const { model } = await show(server);
  await act(async () => {
    await model.start('a', null);
  });
  expect(screen.getByText(/This server is not yours/)).toBeVisible();
});

it('has one friendly line where there are no apps', async () => {
  await show(appsServer());
  expect(screen.getByText(/Your site offers no apps/)).toBeVisible();
});

it('can be opened, and nothing else, without our server half', async () => {
  await show(
    new FakeServer().on('GET server-proxy/servers-info', () =>
      json({
        server_processes: [
          {
            name: 'rstudio',
            launcher_entry: { title: 'RStudio', path_info: 'rstudio/' }
          }
        ]
      })
    )
  );
  expect(screen.getByRole('link', { name: /RStudio/ })).toBeVisible();
  expect(screen.queryAllByRole('button')).toHaveLength(0);
});

it('offers to try again', async () => {
  let isUp = false;
  const server = new FakeServer().on('GET apps', () =>
    isUp ? json({ seq: 1, apps: [appRow('a', 'stopped')] }) : json({}, 503)
  );
  const { user } = await show(server);
  isUp = true;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: /^A/ })).toBeVisible();
});
