import { AppsModel } from '../../apps/model';
import { FakeServer, FakeSocket, json, refusal } from '../core/fakes';
import { appRow, appsServer } from './rows';

function model(server: FakeServer): AppsModel {
  return new AppsModel(server.connection());
}

beforeEach(() => {
  FakeSocket.all = [];
});

describe('AppsModel', () => {
  it('asks once', async () => {
    const server = appsServer(appRow('a', 'stopped'));
    const apps = model(server);
    await Promise.all([apps.ready(), apps.ready()]);
    await apps.ready();
    expect(server.count('GET apps')).toBe(1);
    expect(apps.apps.map(a => a.name)).toEqual(['a']);
  });

  it('tells which are alive', async () => {
    const rows = ['running', 'stopped', 'starting', 'unhealthy', 'missing'].map(
      state => appRow(state, state)
    );
    const outside = { reason: 'runs-outside' };
    const apps = model(
      appsServer(...rows, appRow('external', 'external', outside))
    );
    await apps.ready();
    expect(apps.alive.map(app => app.name)).toEqual([
      'running',
      'starting',
      'unhealthy',
      'external'
    ]);
  });

  it('follows snapshots and diffs while the panel is visible, and not after', async () => {
    const apps = model(appsServer(appRow('a', 'stopped')));
    apps.setVisible(true);
    await apps.ready();
    const socket = FakeSocket.last;
    socket.accept();
    expect(socket.sent).toEqual([{ want: { apps: 'visible' } }]);
    const topic = 'apps';
    socket.receive({
      topic,
      seq: 4,
      snapshot: [appRow('a', 'stopped'), appRow('b', 'missing')]
    });
    socket.receive({
      topic,
      seq: 5,
      add: [appRow('c', 'stopped')],
      change: [appRow('a', 'running')],
      remove: ['b']
    });
    expect(apps.apps.map(a => `${a.name} ${a.state}`)).toEqual([
      'a running',
      'c stopped'
    ]);
    apps.setVisible(false);
    expect(socket.sent).toHaveLength(2);
  });

  it('takes a diff without its list, and other topics, for nothing', () => {
    const apps = model(appsServer());
    apps.follow();
    FakeSocket.last.accept();
    const diff = {
      seq: 1,
      add: [appRow('a', 'running')],
      change: [],
      remove: []
    };
    FakeSocket.last.receive({ topic: 'apps', ...diff });
    FakeSocket.last.receive({ topic: 'ports', seq: 1, snapshot: [{}] });
    expect(apps.resource.data).toBeNull();
  });

  it('starts an app with a folder and tells where it opens', async () => {
    const open_url = '/user/ann/a/?folder=%2Fhome%2Fw';
    const server = appsServer(appRow('a', 'stopped')).on(
      'POST apps/a/start',
      () => json({ app: appRow('a', 'starting'), seq: 2, open_url }, 202)
    );
    const apps = model(server);
    await apps.ready();
    expect(await apps.start('a', 'w')).toBe(open_url);
    expect(server.requests[1]?.body).toBe('{"folder":"w"}');
    expect(apps.find('a')?.state).toBe('starting');
  });

  it('keeps what the socket has said later than a reply', async () => {
    const server = appsServer(appRow('a', 'stopped')).on(
      'POST apps/a/start',
      () => json({ app: appRow('a', 'starting'), seq: 6, open_url: '/a/' }, 202)
    );
    const apps = model(server);
    apps.setVisible(true);
    await apps.ready();
    FakeSocket.last.accept();
    FakeSocket.last.receive({
      topic: 'apps',
      seq: 7,
      snapshot: [appRow('a', 'failed')]
    });
    expect(await apps.start('a', null)).toBe('/a/');
    expect(apps.find('a')?.state).toBe('failed');
  });

  it.each(['stop', 'restart'] as const)('can %s an app', async verb => {
    const server = appsServer(appRow('a', 'running')).on(
      `POST apps/a/${verb}`,
      () => json({ app: appRow('a', 'stopped'), seq: 2 }, 202)
    );
    const apps = model(server);
    await apps.ready();
    await apps[verb]('a');
    expect(apps.find('a')?.state).toBe('stopped');
  });

  it('asks to end exactly the program that was seen in the way', async () => {
    const server = appsServer(appRow('a', 'failed')).on(
      'POST apps/a/release',
      () => json({ app: appRow('a', 'stopped'), seq: 2 }, 202)
    );
    const apps = model(server);
    await apps.ready();
    await apps.release('a', 4711, 5150);
    expect(server.requests[1]?.body).toBe('{"pid":4711,"started":5150}');
    expect(apps.find('a')?.state).toBe('stopped');
  });

  it('lets a page be seen, and says when that was refused', async () => {
    const server = appsServer(appRow('a', 'unhealthy')).on(
      'POST apps/a/show',
      () => json({ app: appRow('a', 'unhealthy'), seq: 2 }, 202)
    );
    const apps = model(server);
    await apps.ready();
    expect(await apps.show('a')).toBe(true);
    server.on('POST apps/a/show', refusal('not-owner'));
    expect(await apps.show('a')).toBe(false);
    expect(apps.problems.get('a')?.reason).toBe('not-owner');
  });

  it('keeps a refusal as a reason and the rows as they are', async () => {
    const server = appsServer(appRow('a', 'stopped')).on(
      'POST apps/a/start',
      refusal('not-owner')
    );
    const apps = model(server);
    await apps.ready();
    const changed = jest.fn();
    apps.changed.connect(changed);
    expect(await apps.start('a', null)).toBeNull();
    expect(apps.problems.get('a')?.reason).toBe('not-owner');
    expect(apps.find('a')?.state).toBe('stopped');
    expect(changed).toHaveBeenCalled();
  });

  it('reads the log after a line', async () => {
    const server = appsServer().on('GET apps/a%20b/log?after=3', () =>
      json({ lines: ['x'], next: 4 })
    );
    expect(await model(server).log('a b', 3)).toEqual({
      lines: ['x'],
      next: 4
    });
  });

  it("takes jupyter-server-proxy's list where our server half is absent, and opens no socket", async () => {
    const server = new FakeServer().on('GET server-proxy/servers-info', () =>
      json({
        server_processes: [
          {
            name: 'rstudio',
            launcher_entry: { title: 'RStudio', path_info: 'rstudio/' }
          }
        ]
      })
    );
    const apps = model(server);
    await apps.ready();
    apps.setVisible(true);
    expect(apps.hasServerHalf).toBe(false);
    expect(apps.apps[0]).toMatchObject({
      name: 'rstudio',
      state: 'external',
      open_url: '/user/ann/rstudio/'
    });
    expect(FakeSocket.open).toHaveLength(0);
    expect(await apps.start('rstudio', null)).toBeNull();
    expect(apps.problems.get('rstudio')?.reason).toBe('no-server-half');
  });

  it('says what went wrong where neither answers', async () => {
    const apps = model(new FakeServer());
    await apps.ready();
    expect(apps.resource.data).toBeNull();
    expect(apps.resource.problem?.reason).toBe('no-server-half');
  });

  it('follows nothing where there is no server half, whoever looks, until there is one', async () => {
    const server = new FakeServer().on('GET server-proxy/servers-info', () =>
      json({ server_processes: [] })
    );
    const apps = model(server);
    apps.setVisible(true);
    const follower = apps.follow(); // a tab
    FakeSocket.last.accept();
    await apps.load();
    expect(apps.hasServerHalf).toBe(false);
    server.on('GET apps', () => json({ seq: 1, apps: [] }));
    await apps.load();
    apps.setVisible(false);
    follower.dispose();
    expect(FakeSocket.last.sent).toEqual([
      { want: { apps: 'visible' } },
      { want: { apps: null } },
      { want: { apps: 'visible' } },
      { want: { apps: null } }
    ]);
  });

  it('asks once where no socket comes through', async () => {
    jest.useFakeTimers();
    const server = appsServer(appRow('a', 'stopped'));
    const connection = server.connection();
    connection.watch.probe = () => Promise.resolve(true);
    const apps = new AppsModel(connection);
    apps.setVisible(true);
    for (let second = 0; second < 300; second++) {
      FakeSocket.last.break();
      await jest.advanceTimersByTimeAsync(1000);
    }
    jest.useRealTimers();
    expect(connection.watch.state).toBe('refused');
    // When it was shown, and when that was known.
    expect(server.count('GET apps')).toBe(2);
    connection.watch.dispose();
  });
});
