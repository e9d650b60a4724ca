// A terminal of the Jupyter server under test, without its page.
import type { Page } from '@playwright/test';

import { expect } from './plain';
import type { IServer } from './server';

/** Type a line into a new terminal; the page is one of that server, logged in. */
export async function inTerminal(
  page: Page,
  server: IServer,
  line: string
): Promise<void> {
  const reply = await page.request.post(`${server.url}api/terminals`, {
    headers: { Authorization: `token ${server.token}` },
    data: {}
  });
  expect(reply.ok(), await reply.text()).toBe(true);
  const { name } = (await reply.json()) as { name: string };
  const address = `${server.url.replace('http', 'ws')}terminals/websocket/${name}`;
  await page.evaluate(
    ([to = '', text = '']) =>
      new Promise<void>((resolve, reject) => {
        const socket = new WebSocket(to);
        let isSent = false;
        socket.onerror = () => {
          reject(new Error(`no ${to}`));
        };
        socket.onmessage = ({ data }: MessageEvent<string>) => {
          const [kind] = JSON.parse(data) as [string];
          if (isSent) {
            socket.close();
            resolve();
          } else if (kind === 'stdout') {
            // The shell's prompt: it reads from now on.
            socket.send(JSON.stringify(['stdin', `${text}\r`]));
            isSent = true;
          }
        };
      }),
    [address, line]
  );
}
