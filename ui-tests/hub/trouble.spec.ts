// Programs that answer with an error or not at all, and a server that does not answer.
import { axe } from '../axe';
import { openPanel, section } from '../panel';
import { expect, openLab, test } from '../plain';
import { ended, freePort, program, PYTHON, runAs } from '../programs';
import { startServer } from '../server';

const MUTE =
  'import socket, sys, time; s = socket.create_server(("127.0.0.1", int(sys.argv[1]))); time.sleep(600)';

test('an error is told, what says nothing stands last, and a lost server says when it is tried again', async ({
  page
}, info) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const server = await startServer({
    baseUrl: '/a/b/',
    config: { LabApp: { expose_app_in_browser: true } }
  });
  const [good, bad, mute] = [
    await freePort(),
    await freePort(),
    await freePort()
  ];
  const run = (...command: string[]) => runAs(server, PYTHON, ...command);
  const children = [
    run(program('flask_app.py'), String(good)),
    run(program('app.py'), 'status500', String(bad))
  ];
  try {
    await openLab(page, server);
    await page.evaluate(() =>
      (
        window as unknown as {
          jupyterapp: {
            commands: { execute: (id: string, args: object) => Promise<void> };
          };
        }
      ).jupyterapp.commands.execute('apputils:change-theme', {
        theme: 'JupyterLab Dark'
      })
    );
    const panel = await openPanel(page);
    const rows = section(panel, 'Running').getByRole('listitem');
    await expect(rows).toHaveCount(2);
    // The newest of all.
    children.push(run('-c', MUTE, String(mute)));
    await expect(rows).toHaveCount(3);
    await expect(rows.last()).toContainText(`${mute}`);
    await expect(rows.last()).toContainText(/no answer yet|does not answer/);
    await expect(rows.filter({ hasText: `${bad}` })).toContainText(
      'answers with an error (500)'
    );
    await expect(rows.filter({ hasText: `${good}` })).toContainText('web page');
    await expect(panel.getByText(/at proxy\//)).toHaveCount(0);
    await rows.last().scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('rows.png') });

    await server.end();
    const again = panel.getByText(/^Trying again in \d+ seconds?\.$/);
    await expect(again).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Try now' })).toBeVisible();
    await again.scrollIntoViewIfNeeded();
    expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
    await page.screenshot({ path: info.outputPath('lost.png') });
    await server.begin();
    await expect(again).toHaveCount(0, { timeout: 60_000 });
  } finally {
    await Promise.all(children.map(ended));
    await server.stop();
  }
});
