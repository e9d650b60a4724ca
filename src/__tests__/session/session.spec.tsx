import { diagnostics } from '../../session/diagnostics';
import { SessionModel } from '../../session/model';
import { hubItem } from '../../session/hubitem';
import { session, status } from '../../session/types';
import { FakeServer, FakeSocket, json, STATUS } from '../core/fakes';

const SESSION = {
  now: 5000,
  host: 'node42',
  job: { id: '8123', name: 'jupyter' },
  end_time: 5000 + 3600 * 2 + 720,
  end_time_source: 'slurm',
  idle: {}
};

describe('session/types', () => {
  const hub = {
    hubPrefix: '/hub/',
    hasCommand: true,
    isExtensionDisabled: false,
    isMenuDisabled: false
  };

  it.each([
    ['nothing', hub],
    ['nothing', { ...hub, hubPrefix: '' }],
    ['nothing', { ...hub, hubPrefix: '', hasCommand: false }],
    ['command', { ...hub, hasCommand: false }],
    ['command', { ...hub, hasCommand: false, isMenuDisabled: true }],
    ['nothing', { ...hub, hasCommand: false, isExtensionDisabled: true }],
    ['item', { ...hub, isMenuDisabled: true }]
  ])('adds %s for %j', (expected, facts) => {
    expect(hubItem(facts)).toBe(expected);
  });

  it('reads replies of older and newer servers', () => {
    expect(
      status({
        mode: 'quantum',
        visitor: 'ann',
        capabilities: {}
      })
    ).toEqual({
      version: '',
      mode: 'none',
      owner: null,
      visitor: 'ann',
      is_owner: true,
      server_name: '',
      hub: null,
      capabilities: {},
      warnings: [],
      details: {}
    });
    expect(session({ now: 1, host: 'vm' }).folder).toBeNull();
    expect(() => status({})).toThrow();
  });

  it('tells no names and no secrets in diagnostics', () => {
    const text = diagnostics(
      { application: 'JupyterLab 4.6' },
      status({
        ...STATUS,
        hub: { user: 'ann', server_name: 'gpu', version: '5.4' },
        owner: 'ann',
        warnings: ['no-token', 'proxy-load-failed'],
        details: { 'proxy-load-failed': 'extension failed loading' }
      })
    );
    expect(text).toContain('application: JupyterLab 4.6');
    expect(text).toContain('remote-ide: 0.1.0');
    expect(text).toContain('mode: embedded');
    expect(text).toContain('apitokens-create: yes');
    expect(text).toContain('hub: 5.4');
    expect(text).toContain('warnings: no-token, proxy-load-failed');
    expect(text).toContain('proxy-load-failed: extension failed loading');
    expect(text).not.toMatch(/ann|gpu/);
  });
});

describe('session/model', () => {
  it('asks once per page, and again after a lost connection', async () => {
    FakeSocket.all = [];
    const server = new FakeServer()
      .on('GET status', () => json(STATUS))
      .on('GET session', () => json(SESSION));
    const connection = server.connection();
    const model = new SessionModel(connection);
    expect(server.requests).toHaveLength(0);
    await Promise.all([model.ready(), model.ready()]);
    await model.show();
    await model.show();
    expect(server.count('GET status')).toBe(1);
    expect(server.count('GET session')).toBe(1);
    expect(model.status.data?.mode).toBe('embedded');

    jest.useFakeTimers();
    connection.watch.want('ports', 'visible');
    FakeSocket.last.accept();
    FakeSocket.last.break();
    await jest.advanceTimersByTimeAsync(6000);
    expect(connection.watch.state).toBe('lost');
    FakeSocket.last.accept();
    jest.useRealTimers();
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(server.count('GET status')).toBe(2);
    connection.watch.dispose();
  });

  it('asks again where the first asking failed', async () => {
    const server = new FakeServer();
    const model = new SessionModel(server.connection());
    await model.ready();
    expect(model.status.problem?.reason).toBe('no-server-half');
    await model.ready();
    expect(server.count('GET status')).toBe(2);
  });
});
