import type { GalataOptions } from '@jupyterlab/galata';
import { defineConfig } from '@playwright/test';

/**
 * Debian's Chromium, since Playwright's own browsers are downloaded from outside the registry.
 *
 * `galata`: the user interface, without authentication and at `/`, as galata needs it.
 * `pictures`: those of the documentation, on demand.
 * `hub`: everything with authentication, a prefix or a JupyterHub, with plain Playwright.
 */
export default defineConfig<GalataOptions>({
  fullyParallel: false,
  workers: 1,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 180_000,
  reporter: [
    ['list'],
    [
      'json',
      {
        outputFile:
          process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'test-results/results.json'
      }
    ]
  ],
  outputDir: 'test-results/files',
  expect: {
    timeout: 30_000,
    toHaveScreenshot: { maxDiffPixelRatio: 0.002 }
  },
  use: {
    viewport: { width: 1280, height: 800 },
    // Both need a program that Playwright downloads.
    video: 'off',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--font-render-hinting=none'
      ]
    }
  },
  projects: [
    { name: 'galata', testDir: 'galata' },
    { name: 'hub', testDir: 'hub' },
    { name: 'pictures', testDir: 'pictures' }
  ]
});
