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
    await expect(rows.last().getByRole('link')).toHaveCount(0);
    await expect(rows.filter({ hasText: `${bad}` })).toContainText('error 500');
    await expect(rows.filter({ hasText: `${good}` })).toContainText('Flask');
    await expect(panel.getByText(/at proxy\//)).toHaveCount(0);
    await rows.last().scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('rows.png') });

    await server.end();
    const lost = panel.locator('.jp-RemoteIDE-lost');
    await expect(lost).toHaveText(
      /^ ?Server does not answer since .*trying again in \d+ s · Try now$/
    );
    // JupyterLab's own word for it.
    await page.getByRole('button', { name: 'Close' }).click();
    // However often it is asked for, there is one place that tells it.
    const facts = await panel.getByText(/not answer/).count();
    await page
      .getByRole('button', { name: /^Refresh/ })
      .first()
      .click();
    await section(panel, 'Connect').locator('.jp-mod-primary').click();
    await page.waitForTimeout(2000);
    await expect(panel.getByText(/not answer|cannot be reached/)).toHaveCount(
      facts
    );
    await expect(panel.locator('.jp-RemoteIDE-errorLine')).toHaveCount(0);
    await expect(panel.getByRole('button', { name: /^Try/ })).toHaveCount(1);
    // It stays in view, however far one scrolls.
    await page.setViewportSize({ width: 1280, height: 400 });
    await section(panel, 'Help').scrollIntoViewIfNeeded();
    await expect(lost).toBeInViewport({ ratio: 1 });
    expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
    await page.screenshot({ path: info.outputPath('lost.png') });
    await server.begin();
    await expect(lost).toHaveCount(0, { timeout: 60_000 });
    await expect(panel.locator('.jp-RemoteIDE-errorLine')).toHaveCount(0);
    await expect(rows).toHaveCount(3);
  } finally {
    await Promise.all(children.map(ended));
    await server.stop();
  }
});
