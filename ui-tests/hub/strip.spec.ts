// The strip on top: time left, and what is in use of the allocation, as long as somebody looks.
import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { axe } from '../axe';
import { openPanel, widen } from '../panel';
import { dress } from '../pictures/album';
import { expect, openLab, test } from '../plain';
import { PATH_WITH_STAND_IN } from '../programs';
import { type IServer, startServer } from '../server';

const MEMORY = '/sys/fs/cgroup/memory';
const MB = 2 ** 20;

/** A program of that name that says what a driver with one card would. */
function standIn(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remote-ide-gpu-'));
  chmodSync(folder, 0o755);
  const file = join(folder, 'nvidia-smi');
  writeFileSync(
    file,
    '#!/bin/sh\necho "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 35, 1024, 40960"\n'
  );
  chmodSync(file, 0o755);
  return folder;
}

/** A real limit for a server that runs: its process is put into a group that has it. Null where that cannot be. */
function limited(server: IServer, bytes: number): (() => void) | null {
  if (process.getuid?.() !== 0 || !existsSync(`${MEMORY}/cgroup.procs`)) {
    return null;
  }
  const group = join(MEMORY, `remote-ide-strip-${process.pid}`);
  mkdirSync(group);
  writeFileSync(join(group, 'memory.limit_in_bytes'), `${bytes}`);
  const pids = execFileSync('pgrep', ['-u', server.account, '-f', 'jupyter'])
    .toString()
    .trim()
    .split('\n');
  for (const pid of pids) {
    writeFileSync(join(group, 'cgroup.procs'), pid);
  }
  return () => {
    rmdirSync(group);
  };
}

const height = async (page: Page) =>
  (await page.locator('.jp-RemoteIDE-strip').boundingBox())?.height ?? NaN;

test('time left and what is in use stand in two quiet lines, and the rest unfolds', async ({
  page
}, info) => {
  const now = Math.round(Date.now() / 1000);
  const server = await startServer({
    baseUrl: '/a/b/',
    config: { LabApp: { expose_app_in_browser: true } },
    env: {
      SLURM_JOB_ID: '4711',
      SLURM_JOB_START_TIME: `${now - 5 * 3600}`,
      SLURM_JOB_END_TIME: `${now + 3 * 3600 + 730}`
    }
  });
  const free = limited(server, 200 * MB);
  try {
    await openLab(page, server);
    const panel = await openPanel(page);
    const strip = panel.locator('.jp-RemoteIDE-strip');
    const line = strip.locator('summary');
    await expect(line).toContainText(/^3 h 1\d min left[\d.]+ of \d+ [GM]B/);
    if (free === null) {
      info.annotations.push({
        type: 'UNPROVEN',
        description: 'no memory limit can be set on this machine'
      });
      console.log('UNPROVEN: no memory limit can be set on this machine');
    } else {
      await expect(line).toContainText(/left[\d.]+ of 200 MB$/);
    }
    await expect(strip.getByRole('img', { name: /Memory/ })).toBeVisible();
    await expect
      .poll(() => strip.locator('path').first().getAttribute('d'))
      .toMatch(/(L.*){3}/);
    for (const name of ['Light', 'Dark']) {
      await dress(page, `JupyterLab ${name}`);
      for (const width of [250, 400]) {
        await widen(page, width);
        await page.waitForTimeout(500);
        expect(await height(page)).toBeLessThanOrEqual(60);
        await page.screenshot({
          path: info.outputPath(`${name}-${width}.png`),
          clip: { x: 0, y: 0, width: 420, height: 300 }
        });
      }
      expect(await axe(page, '.jp-RemoteIDE-strip')).toEqual([]);
    }
    // By keyboard alone.
    await widen(page, 250);
    await line.focus();
    await page.keyboard.press('Enter');
    await expect(strip.getByText(/^Ends .*202\d/)).toBeVisible();
    await expect(strip.getByText(/^8 h 12 min in all$/)).toBeVisible();
    await expect(strip.getByText(/^Memory: /)).toBeVisible();
    await expect(strip.getByText(/^CPUs: [\d.]+ of \d+/)).toBeVisible();
    expect(await axe(page, '.jp-RemoteIDE-strip')).toEqual([]);
    await page.screenshot({
      path: info.outputPath('unfolded.png'),
      clip: { x: 0, y: 0, width: 420, height: 360 }
    });
  } finally {
    await server.stop();
    free?.();
  }
});

test('nothing is sampled for a panel that is hidden, and a GPU is told by its device', async ({
  page
}, info) => {
  const programs = standIn();
  const server = await startServer({
    baseUrl: '/a/b/',
    config: { LabApp: { expose_app_in_browser: true } },
    env: {
      PATH: `${programs}:${PATH_WITH_STAND_IN}`,
      REMOTE_IDE_END_TIME: `${Math.round(Date.now() / 1000) + 800}`
    }
  });
  let told = 0;
  page.on('websocket', socket => {
    socket.on('framereceived', ({ payload }) => {
      told += payload.toString().includes('"topic": "session"') ? 1 : 0;
    });
  });
  try {
    await openLab(page, server);
    const panel = await openPanel(page);
    const line = panel.locator('.jp-RemoteIDE-strip summary');
    await expect(line).toContainText('GPU 35%');
    // Near the end a shape and a word say so.
    await expect(line).toContainText(/^1[23] min left, save your work/);
    await expect(line.locator('[data-kind=error]')).toBeVisible();
    await widen(page, 250);
    await line.click();
    await expect(
      panel.getByText('NVIDIA A100-SXM4-40GB · 35% · 1 of 40 GB')
    ).toBeVisible();
    await page.screenshot({
      path: info.outputPath('gpu.png'),
      clip: { x: 0, y: 0, width: 420, height: 300 }
    });
    const before = told;
    await expect.poll(() => told).toBeGreaterThan(before + 1);

    const tab = page
      .locator('.jp-SideBar')
      .getByRole('tab', { name: 'Remote IDE' });
    await tab.click();
    await expect(panel).toBeHidden();
    await page.waitForTimeout(1000); // what is under way
    const hidden = told;
    await page.waitForTimeout(6000);
    expect(told).toBe(hidden);
    await tab.click();
    await expect.poll(() => told).toBeGreaterThan(hidden + 1);
  } finally {
    await server.stop();
    rmSync(programs, { recursive: true });
  }
});
