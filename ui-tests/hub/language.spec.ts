// The panel, and all that JupyterLab shows of ours besides, in another language.
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import type { Locator } from '@playwright/test';

import { expect, openLab, post, test } from '../plain';
import {
  cheapApp,
  ended,
  freePort,
  own,
  program,
  PYTHON,
  runAs
} from '../programs';
import {
  choose,
  type Names,
  outside,
  pseudoLanguage,
  untranslated
} from '../pseudo';
import { type IServer, startServer } from '../server';
import { inTerminal } from '../terminal';
import * as walk from '../walk';

/** What is nobody's to translate, and why. */
const NAMES: Names = [
  // Programs are called so in every language.
  ...['VS Code', 'PyCharm', 'RStudio', 'Flask', 'http.server', 'openssl'],
  ...['Cursor, VSCodium, Windsurf', 'Zed', 'Emacs', 'MCP', 'Python', 'curl'],
  ...[
    'Local Jupyter Server',
    'JupyterLab Desktop',
    'Spyder',
    'JetBrains Gateway'
  ],
  'Remote-SSH',
  // Titles that a configuration gives its apps.
  ...['Alfa', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Iota', 'Desktop'],
  // Files and programs after which ports are named.
  ...['flask_app.py', 'app.py', 'jupyter-lab', 'Python', 'python3', 'python'],
  // This machine.
  hostname(),
  // Dates, as this language writes them.
  /\d+\.\d+\.(\d{4})? klo \d+\.\d{2}/g,
  // Paths, addresses, and the ids and the version of our plugins.
  /\S*\/\S*/g,
  /jupyterlab-remote-ide:[a-z]+\n[\d.]+/g
];

/** An app in each state that a person may meet; one of them wants a port that is taken. */
const servers = (port: number) => ({
  cheap: cheapApp('Alfa'),
  held: cheapApp('Beta', 'held', 'nobody-lets-it-go'),
  ends: cheapApp('Gamma', 'exit1'),
  error: cheapApp('Delta', 'status500'),
  fixed: { ...cheapApp('Epsilon'), port },
  gone: { command: ['no-such-program'], launcher_entry: { title: 'Zeta' } },
  'o+d': cheapApp('Iota')
});

const STATES = {
  Beta: 'starting…',
  Gamma: 'failed',
  Delta: 'has trouble',
  Epsilon: 'failed',
  Zeta: 'not installed',
  Iota: 'not set up'
};

const SILENT = `
import socket, sys, time
ports = [socket.create_server(("127.0.0.1", int(port))) for port in sys.argv[1:]]
time.sleep(900)
`;
const GREETS = `
import socketserver, sys
class Greet(socketserver.BaseRequestHandler):
    def handle(self): self.request.sendall(b"SSH-2.0-nobody")
socketserver.ThreadingTCPServer(("127.0.0.1", int(sys.argv[1])), Greet).serve_forever()
`;
const TLS = `
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout key -out cert
exec openssl s_server -quiet -accept 127.0.0.1:$0 -key key -cert cert`;

/** Programs on a port of each kind, and what their rows say. */
async function listen(server: IServer, web: number) {
  const port = async () => String(await freePort());
  const run = (...command: string[]) => runAs(server, ...command);
  return {
    children: [
      run(PYTHON, program('flask_app.py'), String(web)),
      run(PYTHON, '-c', SILENT, await port(), await port()),
      run(PYTHON, '-c', GREETS, await port()),
      run('sh', '-c', TLS, await port()),
      run(PYTHON, '-m', 'http.server', await port(), '--bind', '127.0.0.2')
    ],
    kinds: [
      ...[/no answer yet|does not answer/, 'also port'],
      'not a web page',
      ...['out of reach', 'speaks TLS', 'Start it on 127.0.0.1']
    ]
  };
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('in another language neither the panel nor what it opens has a word of English left', async ({
  page
}) => {
  page.setDefaultTimeout(30_000);
  const web = await freePort();
  const language = pseudoLanguage();
  const server = await startServer({
    baseUrl: '/a/b/',
    env: language.env,
    config: {
      LabApp: { expose_app_in_browser: true },
      ServerProxy: { servers: servers(web) }
    }
  });
  const { children, kinds } = await listen(server, web);
  const found: string[] = [];
  const note = (what: string, left: readonly string[]) => {
    found.push(...left.map(text => `${what}: ${text}`));
  };
  const read = (what: string, texts: readonly string[]) => {
    note(what, outside(texts, NAMES));
  };
  const see = async (what: string, where: Locator, others?: string) => {
    note(what, await untranslated(where, NAMES, others));
  };
  try {
    await page.goto(`${server.url}api/status?token=${server.token}`);
    choose(server);
    mkdirSync(join(server.root, 'project'));
    own(server, server.root);
    await openLab(page, server);
    for (const app of ['held', 'ends', 'error', 'fixed', 'gone']) {
      await post(page, server, `apps/${app}/start`);
    }
    const panel = page.locator('#jupyterlab-remote-ide-panel');
    const all = { page, panel, see, read };
    await walk.seePanel(all);
    await walk.seeConnect(all);
    await walk.seeTokens(all);
    await walk.seePorts(all, kinds);
    await walk.seeApps(all, STATES);
    await walk.seeLoss(all);
    await walk.seeMenus(all);
    await walk.seeSettings(all);
    const another = String(await freePort());
    const flask = `${PYTHON} ${program('flask_app.py')} ${another} &`;
    await walk.seeFiles(all, 'project', () => inTerminal(page, server, flask));
  } finally {
    await Promise.all(children.map(ended));
    await server.stop();
    language.remove();
  }
  expect(found).toEqual([]);
});
