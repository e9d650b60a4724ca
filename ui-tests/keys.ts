// The panel for somebody who has only a keyboard, and what is typed into programs.
import { existsSync, readFileSync } from 'node:fs';

import { expect, type Locator, type Page } from '@playwright/test';

import { section } from './panel';

export async function press(
  page: Page,
  ...keys: readonly string[]
): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

/** Press a key until this has the focus. */
export async function go(page: Page, key: string, to: Locator): Promise<void> {
  await expect(to).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    if (await to.evaluate(node => node === document.activeElement)) {
      return;
    }
  }
  await expect(to).toBeFocused();
}

/** From the top of the page through the side bar into the panel. */
export async function openByKeys(page: Page): Promise<Locator> {
  const bar = page.locator('.jp-SideBar.jp-mod-left');
  await go(page, 'Tab', bar.locator('[role=tab][tabindex="0"]'));
  await go(page, 'ArrowDown', bar.getByRole('tab', { name: 'Remote IDE' }));
  await press(page, 'Enter');
  const panel = page.locator('#jp-left-stack .jp-RemoteIDE-frame');
  await expect(section(panel, 'Help')).toBeVisible();
  await expect(panel.getByText(/^(Loading|Looking)…$/)).toHaveCount(0);
  return panel;
}

/** Type a line for a shell until the file it writes is there: on a busy machine letters are lost or come twice. */
export async function typeUntil(
  page: Page,
  screen: Locator,
  line: string,
  file: string,
  text: string,
  position = { x: 40, y: 20 }
): Promise<void> {
  await expect(async () => {
    await screen.click({ position });
    await page.keyboard.press('Control+C'); // what was typed before there was a prompt
    await page.keyboard.type(`${line}\n`, { delay: 25 });
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8'), {
        timeout: 5000
      })
      .toBe(text);
  }).toPass({ timeout: 90_000 });
}

/** Press a key that asks, and a key that answers. */
export async function answer(
  page: Page,
  title: RegExp,
  ...[ask, reply]: readonly [string, string]
): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await page.keyboard.press(ask);
  await expect(dialog).toBeVisible();
  await page.keyboard.press(reply);
  await expect(dialog).toHaveCount(0);
}

export interface IStop {
  /** Of the panel, its toolbar among them; null outside of it. */
  readonly section: string | null;
  readonly name: string;
  readonly inList: boolean;
  /** Whether a person sees it. */
  readonly hasRing: boolean;
}

/** Where the keyboard is. */
export async function stop(page: Page): Promise<IStop> {
  return page.evaluate(() => {
    const at = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
    return {
      section:
        at.closest('[data-section]')?.getAttribute('data-section') ??
        (at.closest('.jp-RemoteIDE-panel') === null ? null : 'toolbar'),
      name: at.getAttribute('aria-label') ?? at.textContent,
      inList: at.closest('ul.jp-RemoteIDE-list') !== null,
      hasRing:
        outlineStyle !== 'none' &&
        parseFloat(outlineWidth) >= 1 &&
        !/^rgba\(.*, 0\)$/.test(outlineColor)
    };
  });
}
