// What a person does with a token that stands: another name, a later end, whatever the laptop's clock says.
import type { Page } from '@playwright/test';

import { axe } from '../axe';
import { exposed, openPanel, section, unfold } from '../panel';
import { expect, openLab, test } from '../plain';
import { connectVSCode } from '../programs';
import type { IServer } from '../server';

/** Made by a program, as for an IDE of long ago. */
async function make(
  page: Page,
  server: IServer,
  note: string,
  expires_in: number
): Promise<{ readonly secret: string; readonly id: string }> {
  const reply = await page.request.post(
    `${server.url}remote-ide/v1/apitokens`,
    {
      headers: { Authorization: `token ${server.token}` },
      data: { recipe: 'vscode', note, expires_in }
    }
  );
  expect(reply.status()).toBe(201);
  const made = (await reply.json()) as {
    secret: string;
    apitoken: { id: string };
  };
  return { secret: made.secret, id: made.apitoken.id };
}

test('a stored URL goes on working: its token is extended and renamed, by keyboard', async ({
  page,
  server
}, info) => {
  await openLab(page, server);
  const panel = await openPanel(page);
  const tokens = section(panel, 'API tokens');
  await unfold(tokens);
  const { secret, id } = await make(page, server, 'my laptop', 15);
  const end = Date.now() + 15_000;
  const row = tokens.getByRole('listitem').filter({ hasText: 'my laptop' });
  await expect(row).toContainText('Ends in less than a minute');
  const extend = row.getByRole('button', {
    name: /^Extend “my laptop · .*” to 7 days$/
  });
  await extend.focus();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Ends in 7 days');
  const said = panel.locator('[aria-live=polite]');
  await expect(said).toHaveText(/^Extended “my laptop · .*”$/);
  await expect(extend).toBeFocused();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toHaveValue('my laptop');
  await dialog.getByRole('textbox').fill('the old laptop');
  await page.keyboard.press('Enter');
  const renamed = tokens
    .getByRole('listitem')
    .filter({ hasText: 'the old laptop' });
  await expect(renamed).toBeVisible();
  await expect(said).toHaveText('Renamed “the old laptop”');
  await expect(renamed.getByRole('button', { name: /^Rename/ })).toBeFocused();
  expect(await axe(page, '#jupyterlab-remote-ide-panel')).toEqual([]);
  await renamed.hover();
  await page.screenshot({ path: info.outputPath('extended.png') });

  await expect.poll(() => Date.now(), { timeout: 30_000 }).toBeGreaterThan(end);
  expect(await connectVSCode(`${server.url}?token=${secret}`)).toMatchObject({
    ok: true
  });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(renamed).toContainText(/ · used /);
  expect(await exposed(page)).not.toContain(secret);

  // Its id is the same, and so is what ends it.
  const gone = await page.request.delete(
    `${server.url}remote-ide/v1/apitokens/${id}`,
    { headers: { Authorization: `token ${server.token}` } }
  );
  expect(gone.status()).toBe(204);
  await expect(renamed).toHaveCount(0);
});

for (const [what, hours] of [
  ['ahead', 1],
  ['behind', -1]
] as const) {
  test(`a laptop whose clock is an hour ${what} counts by the server’s`, async ({
    page,
    server
  }) => {
    const note = `clock ${what}`;
    const { secret } = await make(page, server, note, 1800);
    await page.clock.install({ time: Date.now() + hours * 3600_000 });
    await openLab(page, server);
    const panel = await openPanel(page);
    const tokens = section(panel, 'API tokens');
    await unfold(tokens);
    const row = tokens.getByRole('listitem').filter({ hasText: note });
    await expect(row).toContainText(/^.*Ends in (29|30) min · never used/);
    expect(
      (
        await page.request.get(`${server.url}api/kernels`, {
          headers: { Authorization: `token ${secret}` }
        })
      ).status()
    ).toBe(200);
    await expect(row).toContainText(/used (just now|in less than a minute)/);
    await row.getByRole('button', { name: /^Extend/ }).click();
    await expect(row).toContainText('Ends in 7 days');
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Revoke' })
      .click();
    await expect(row).toHaveCount(0);
  });
}
