import { act, screen, within } from '@testing-library/react';

import { FakeServer, FakeSocket, json, refusal } from '../core/fakes';
import { BASE } from '../core/page';
import { appRow, appsServer } from './rows';
import { show } from './show';

beforeEach(() => {
  FakeSocket.all = [];
});

const rowsOf = (name: string) =>
  within(screen.getByRole('list', { name }))
    .getAllByRole('listitem')
    .map(row => row.textContent);

it('shows each app in one place with its state in words, what lacks something last', async () => {
  await show(
    appsServer(
      appRow('rstudio', 'missing'),
      appRow('vscode', 'running', { since: 1 }),
      appRow('jup', 'starting', { since: 2 }),
      appRow('desk', 'failed', { reason: 'crash-loop' }),
      appRow('refine', 'stopped')
    )
  );
  const [jup, vscode, ...none] = rowsOf('Running apps');
  expect(jup).toMatch(/JUP.*starting/);
  expect(vscode).toMatch(/VSCODE.*running/);
  const [desk, refine, rstudio, ...others] = rowsOf('Apps');
  expect(desk).toMatch(/DESK.*failed.*stopped several times/);
  expect(refine).toBe('REFINE');
  expect(rstudio).toMatch(/RSTUDIO.*not installed/);
  expect([...none, ...others]).toEqual([]);
});

it('goes on with what runs, or opens it in the current folder', async () => {
  const { ran, user } = await show(
    appsServer(appRow('vscode', 'running', { folder_argument: 'folder' }))
  );
  await user.click(screen.getByRole('link', { name: /VSCODE/ }));
  await user.click(screen.getByRole('button', { name: /current folder/ }));
  expect(ran).toEqual([
    'open-app {"name":"vscode","isAnywhere":true}',
    'open-app {"name":"vscode"}'
  ]);
});

it('opens with a real link, which a plain press turns into the command', async () => {
  const { ran, user } = await show(appsServer(appRow('vscode', 'stopped')));
  const link = screen.getByRole('link', { name: /VSCODE/ });
  expect(link).toHaveAttribute('href', `${BASE}remote-ide/open/vscode`);
  expect(link).toHaveAttribute('rel', 'noopener');
  await user.click(link);
  expect(ran).toEqual(['open-app {"name":"vscode"}']);
});

it('has a line for each folder that it has open, the last one first', async () => {
  const paths = ['a/climate model', 'data'];
  const folders = paths.map(path => ({ path, url: `/${path}`, opened: 3 }));
  const { ran, user } = await show(
    appsServer(appRow('vscode', 'running', { folders }))
  );
  const links = screen.getAllByRole('link');
  expect(links.map(link => link.textContent)).toEqual([
    'VSCODE — climate model running',
    'VSCODE — data'
  ]);
  const page = `${BASE}remote-ide/open/vscode?folder=data`;
  expect(links[1]).toHaveAttribute('href', page);
  await user.click(links[1]!);
  expect(ran).toEqual(['open-app {"name":"vscode","folder":"data"}']);
});

it('says of a missing app what is missing and what to do', async () => {
  const install_hint = 'Install RStudio Server (https://posit.co/x/).';
  const reason = 'program-missing';
  const server = appsServer(
    appRow('rstudio', 'missing', { install_hint, reason })
  );
  const { user } = await show(server);
  await user.click(screen.getByRole('button', { name: /RSTUDIO/ }));
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
  await user.click(screen.getByRole('button', { name: /RSTUDIO/ }));
  await user.click(screen.getByRole('button', { name: /Look again/ }));
  expect(screen.getByRole('status')).toHaveTextContent('Not ready yet.');
});

it.each([
  ['needs-server-restart', 'server restart needed', /restart the server to/],
  ['wrapper-failed', 'not set up', /server’s log says why. Ask your admin/]
])(
  'does not say of %s that it is not installed',
  async (reason, word, text) => {
    const { user } = await show(
      appsServer(appRow('rstudio', 'missing', { reason }))
    );
    await user.click(screen.getByRole('button', { name: /RSTUDIO/ }));
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
  expect(screen.getByRole('button', { name: /^RSTUDIO/ })).toHaveFocus();
  expect(screen.getByText(/Ask your administrator/)).toBeVisible();
  expect(model.pointed).toBeNull();
});

it('names the module that is needed', async () => {
  const modules = ['rstudio-server'];
  const { user } = await show(
    appsServer(appRow('rstudio', 'module-needed', { modules }))
  );
  await user.click(screen.getByRole('button', { name: /RSTUDIO/ }));
  expect(screen.getByText(/with the module rstudio-server/)).toBeVisible();
});

it('is one tab stop for each list; arrows move, Delete stops what runs', async () => {
  const { ran, user } = await show(
    appsServer(
      appRow('a', 'running'),
      appRow('b', 'stopped'),
      appRow('c', 'stopped')
    )
  );
  await user.tab();
  expect(screen.getByRole('link', { name: /^A/ })).toHaveFocus();
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('button', { name: /log of A/ })).toHaveFocus();
  await user.keyboard('{ArrowLeft}{Delete}');
  await user.tab();
  expect(screen.getByRole('link', { name: /^B/ })).toHaveFocus();
  await user.keyboard('{Delete}{ArrowDown}{Enter}');
  expect(ran).toEqual(['stop-app {"name":"a"}', 'open-app {"name":"c"}']);
  await user.tab();
  expect(document.body).toHaveFocus();
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
