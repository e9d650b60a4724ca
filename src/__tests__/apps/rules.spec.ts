import { readFolder } from '../../apps/folder';
import { withoutToken } from '../../apps/layout';
import { isOver } from '../../apps/over';
import { rebase } from '../../apps/rebase';
import { appFromServerProxy, serversInfo } from '../../apps/serversinfo';
import { folderOf, portAt, tabId, tabTitle } from '../../apps/tabid';
import {
  app,
  type AppState,
  findApp,
  isAbsent,
  isOffered,
  nameOf,
  withUniqueTitles
} from '../../apps/types';
import { ProblemError } from '../../core/result';
import { BASE } from '../core/page';
import { appRow } from './rows';

const rows = (...list: [string, string][]) =>
  list.map(([name, state]) => app(appRow(name, state)));

describe('the decoder of apps', () => {
  it('reads what the server sends', () => {
    const read = app(appRow('rstudio', 'running', { folder_argument: 'f' }));
    expect(read).toMatchObject({ name: 'rstudio', folder_argument: 'f' });
  });

  it('takes a state of a newer server for one it cannot rule', () => {
    expect(app(appRow('a', 'hibernating')).state).toBe('external');
  });

  it('refuses an app without an address', () => {
    expect(() => app(appRow('a', 'running', { open_url: null }))).toThrow(
      ProblemError
    );
  });

  it('offers what a wrapper hides only while it runs', () => {
    const server = { enabled: false };
    expect(isOffered(app(appRow('a', 'stopped', { server })))).toBe(false);
    expect(isOffered(app(appRow('a', 'running', { server })))).toBe(true);
  });
});

describe('the list of jupyter-server-proxy', () => {
  it('becomes apps that can be opened, the slash kept as it is', () => {
    const { server_processes } = serversInfo({
      server_processes: [
        {
          name: 'desktop',
          launcher_entry: { title: 'Desktop', path_info: 'desktop' }
        }
      ]
    });
    const read = appFromServerProxy(server_processes[0]!, '/user/ann/');
    expect(read).toMatchObject({
      state: 'external',
      open_url: '/user/ann/desktop',
      server: { enabled: true }
    });
  });
});

describe('the tab of an app', () => {
  const row = app(appRow('code-server', 'running'));

  it.each([
    [null, 'server-proxy:code-server', 'CODE-SERVER'],
    ['', 'server-proxy:code-server?', 'CODE-SERVER'],
    ['w/a?b c', 'server-proxy:code-server?w%2Fa%3Fb%20c', 'CODE-SERVER — a?b c']
  ])('is one for each folder: %j', (folder, id, title) => {
    expect(tabId(row, folder)).toBe(id);
    expect(tabTitle(row, folder)).toBe(title);
    expect(nameOf(id)).toBe('code-server');
    expect(folderOf(id)).toBe(folder);
  });

  it('is there for any name, text or not', () => {
    expect(tabId(row, 'a\udce9/😀')).toBe(tabId(row, 'a\ufffd/😀'));
    expect(folderOf('server-proxy:code-server?%')).toBe('%');
  });

  it('is not that of a port', () => {
    expect(nameOf('remote-ide-port:proxy/1/?a')).toBeNull();
    expect(folderOf('remote-ide-port:proxy/1/?a')).toBeNull();
  });
});

it.each([
  ['proxy/5000/x?y', ['proxy/5000/', '5000']],
  ['proxy/absolute/5000/', ['proxy/absolute/5000/', '5000']],
  ['proxy/3000', ['proxy/3000', '3000']],
  ['remote-ide-port:proxy/5000/', ['proxy/5000/', '5000']],
  ['proxy/other:5000/', null],
  ['code-server/', null],
  ['http://evil/proxy/5000/', null]
])('finds the port at an address: %s', (place, found) => {
  expect(portAt(place) && [...portAt(place)!]).toEqual(found);
});

describe('isOver', () => {
  const row = (state: AppState, started: number | null, reason = '') =>
    app(appRow('a', state, { started, reason }));
  const up = row('running', 5);

  it.each([
    ['stopped', row('stopped', null)],
    ['failed', row('failed', null, 'crash-loop')],
    ['not installed any more', row('missing', null)],
    ['restarting', row('starting', 5, 'restarting')],
    ['started anew', row('running', 6)],
    ['started anew, with trouble', row('unhealthy', 6)]
  ])('is so once its program is gone: %s', (_, now) => {
    expect(isOver(up, now)).toBe(true);
  });

  it.each([
    ['as before', up, row('running', 5)],
    // Nobody saw it end: another process, of the same start.
    ['came back unseen', { ...up, pid: 8 }, { ...up, pid: 9 }],
    ['is about to end', up, row('running', null, 'stopping')],
    ['has trouble', up, row('unhealthy', 5)],
    ['comes back by itself', up, row('starting', null, 'respawning')],
    ['was not up', row('starting', 5), row('running', 5)],
    ['came back', row('starting', null, 'respawning'), row('running', 6)],
    ['is not ours to know', up, row('external', null)],
    ['was never seen', null, row('stopped', null)]
  ])('is not so: %s', (_, before, now) => {
    expect(isOver(before, now)).toBe(false);
  });
});

describe('findApp', () => {
  it('finds VS Code under any of its names, an installed one first', () => {
    const apps = rows(['code-server', 'missing'], ['vscode', 'stopped']);
    expect(findApp(apps, 'code-server')?.name).toBe('vscode');
    expect(findApp(rows(['vscode', 'missing']), 'code-server')?.name).toBe(
      'vscode'
    );
  });

  it('takes other names as they are', () => {
    const apps = rows(['rstudio', 'missing'], ['vscode', 'stopped']);
    expect(findApp(apps, 'rstudio')?.name).toBe('rstudio');
    expect(isAbsent(findApp(apps, 'rstudio')!)).toBe(true);
    expect(findApp(apps, 'x')).toBeUndefined();
  });
});

it('tells two apps of one title apart', () => {
  const apps = [
    app(appRow('vscode', 'stopped', { title: 'VS Code' })),
    app(appRow('code-server', 'stopped', { title: 'VS Code' })),
    app(appRow('rstudio', 'stopped', { title: 'RStudio' }))
  ];
  expect(withUniqueTitles(apps).map(a => a.title)).toEqual([
    'VS Code (vscode)',
    'VS Code (code-server)',
    'RStudio'
  ]);
});

describe('readFolder', () => {
  it.each([
    ['', ''],
    ['work/data', 'work/data'],
    ['/work/', 'work'],
    ['RTC:', ''],
    ['RTC:work/data', 'work/data'],
    ['a/b:c', 'a/b:c'],
    ['été & co/日本', 'été & co/日本']
  ])('reads %j as the folder %j', (path, folder) => {
    expect(readFolder(path)).toEqual({ path: folder, isElsewhere: false });
  });

  it('has no folder for other drives, and says so', () => {
    expect(readFolder('s3:bucket/x')).toEqual({
      path: null,
      isElsewhere: true
    });
  });

  it('has none where none is known', () => {
    expect(readFolder(null)).toEqual({ path: null, isElsewhere: false });
  });
});

describe('rebase', () => {
  const id = 'server-proxy:rstudio';

  it.each([
    // Saved by jupyter-server-proxy, absolute: another host, user, server name, no hub.
    ['https://old.example/user/bob/rstudio/?x=1', 'rstudio/?x=1'],
    ['https://old.example/user/bob/big/rstudio/a/b', 'rstudio/a/b'],
    ['http://localhost:8888/rstudio/', 'rstudio/'],
    ['http://localhost/user/rstudio/rstudio/', 'rstudio/'],
    // Nothing of it is known: where the app is.
    ['https://evil.example/', 'rstudio/']
  ])('brings %s to this server', (url, path) => {
    expect(rebase(url, BASE, id)).toBe(BASE + path);
  });

  it('leaves what is on this server', () => {
    expect(rebase(`${BASE}rstudio/x`, BASE, id)).toBe(`${BASE}rstudio/x`);
    expect(rebase('/user/ann/rstudio/', BASE, id)).toBe(`${BASE}rstudio/`);
  });

  it('goes by the saved path, which never leaves the server', () => {
    const url = 'https://old.example/user/bob/desktop';
    expect(rebase(url, BASE, 'server-proxy:d', 'desktop')).toBe(
      `${BASE}desktop`
    );
    expect(rebase(url, BASE, id, '//evil.example/')).toBe(
      `${BASE}evil.example/`
    );
    // As a browser would read it.
    const up = rebase(url, BASE, 'x', 'proxy/1/../../rstudio/');
    expect(up).toBe(`${BASE}rstudio/`);
  });
});

describe('withoutToken', () => {
  it('takes a token out and leaves the rest', () => {
    expect(withoutToken(`${BASE}a/?token=s&folder=x#s`, BASE)).toBe(
      `${BASE}a/?folder=x`
    );
    expect(withoutToken(`${BASE}a/?folder=/tmp/a%20b`, BASE)).toBe(
      `${BASE}a/?folder=/tmp/a%20b`
    );
  });
});
