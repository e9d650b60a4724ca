// A page as the server sends it, without the server: its template's own elements, and a server that answers.
import { readFileSync } from 'fs';
import { join } from 'path';

import { FakeServer, FakeSocket } from '../core/fakes';

const TEMPLATES = join(
  __dirname,
  '../../../jupyterlab_remote_ide/pages/templates'
);

/** Below the host, as the server writes it into its pages. */
export const BASE_URL = '/user/ann/';

/** Puts the elements of a template into the document. */
export function fill(template: 'alone' | 'start' | 'host' | 'port'): void {
  const text = readFileSync(join(TEMPLATES, `${template}.html`), 'utf8');
  const body = /{% block body %}([\s\S]*){% endblock %}/.exec(text)![1]!;
  document.body.innerHTML = body
    .replace(/{%.*?%}/g, '')
    .replace(/{{.*?}}/g, 'x');
}

/** Answers what the page asks; its sockets are `FakeSocket`. */
export function serve(): FakeServer {
  const server = new FakeServer();
  FakeSocket.all = [];
  const { fetch } = server.settings({ baseUrl: `http://localhost${BASE_URL}` });
  window.fetch = (input, init) =>
    fetch(new URL(input as string, window.location.href).href, init);
  window.WebSocket = FakeSocket as unknown as typeof WebSocket;
  return server;
}
