// Programs that a user of the machine starts, and the client with VS Code's rules on their own computer.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

import type { IRig } from './server';

const ROOT = dirname(__dirname);
const REAL = join(ROOT, 'tests', 'real');
export const PYTHON = join(ROOT, '.venv', 'bin', 'python');
/** PATH of a server that finds the stand-in for RStudio Server besides everything else. */
export const PATH_WITH_STAND_IN = [
  join(REAL, 'standins'),
  join(ROOT, '.venv', 'bin'),
  join(ROOT, '.cache', 'bin'),
  dirname(process.execPath),
  '/usr/local/bin',
  '/usr/bin',
  '/bin'
].join(':');

/** A file of tests/real/programs. */
export function program(name: string): string {
  return join(REAL, 'programs', name);
}

/** For `ServerProxy.servers`: an app that is there at once, or as tests/real/programs/app.py says. */
export function cheapApp(
  title: string,
  mode = 'ok',
  ...args: readonly string[]
): { command: string[]; launcher_entry: { title: string } } {
  return {
    command: [PYTHON, program('app.py'), mode, '{port}', ...args],
    launcher_entry: { title }
  };
}

/** Not of the range that the kernel gives out by itself: nobody who asks for just any port can take it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>(resolve => {
      server.on('error', () => {
        resolve(false);
      });
      server.listen(port, '127.0.0.1', () => {
        server.close(() => {
          resolve(true);
        });
      });
    });
    if (isFree) {
      return port;
    }
  }
}

/** Start a program as the account of that server, outside of Jupyter. */
export function runAs(rig: IRig, ...command: readonly string[]): ChildProcess {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, rig.account], { encoding: 'utf8' }));
  const [name = '', ...args] = command;
  return spawn(name, args, {
    uid: id('-u'),
    gid: id('-g'),
    cwd: rig.home,
    env: { HOME: rig.home, PATH: PATH_WITH_STAND_IN, LANG: 'C.UTF-8' },
    stdio: 'ignore'
  });
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exit;
  }
}

/** What the client with VS Code's rules prints after it took this URL. */
export async function connectVSCode(url: string): Promise<{
  ok: boolean;
  output?: string;
  error?: string;
}> {
  const child = spawn(
    'node',
    [join(REAL, 'clients', 'vscode.mjs'), 'connect'],
    {
      stdio: ['pipe', 'pipe', 'inherit']
    }
  );
  let text = '';
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  child.stdin.end(`${JSON.stringify({ url })}\n`);
  await new Promise(resolve => child.once('close', resolve));
  return JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as { ok: boolean };
}

/** Give a file or folder below the home to the account that the test runs for. */
export function own(rig: IRig, path: string): void {
  execFileSync('chown', ['-R', `${rig.account}:`, path]);
}
