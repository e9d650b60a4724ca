import { PortsModel } from '../../ports/model';
import { FakeServer, FakeSocket, json, refusal } from '../core/fakes';
import { portRow } from './rows';

const topic = 'ports';

function model(server = new FakeServer()): PortsModel {
  return new PortsModel(server.connection());
}

/** A model with these rows, and its socket. */
function live(server: FakeServer, ...snapshot: object[]): PortsModel {
  const ports = model(server);
  ports.setVisible(true);
  FakeSocket.last.accept();
  FakeSocket.last.receive({ topic, seq: 1, snapshot });
  return ports;
}

beforeEach(() => {
  FakeSocket.all = [];
});

it('says what is listened on only where it knows all of it', () => {
  const ports = live(new FakeServer(), portRow(5000));
  expect(ports.listening).toEqual(new Set([5000]));
  const none = { add: [], change: [], remove: [] };
  FakeSocket.last.receive({ topic, seq: 2, cut: 30, ...none });
  expect(ports.listening).toBeNull();
  FakeSocket.last.receive({ topic, seq: 3, ...none });
  expect(ports.listening).toEqual(new Set([5000]));
  ports.setDenied('ports-disabled');
  expect(ports.listening).toBeNull();
});

describe('what the ports want of the server', () => {
  it('is nothing until somebody looks', () => {
    model();
    expect(FakeSocket.all).toHaveLength(0);
  });

  it('is `visible` with the panel, `background` without, and one socket for both', () => {
    const ports = model();
    ports.setBackground(true);
    const socket = FakeSocket.last;
    socket.accept();
    ports.setVisible(true);
    ports.setVisible(false);
    expect(socket.sent).toEqual([
      { want: { ports: 'background' } },
      { want: { ports: 'visible' } },
      { want: { ports: 'background' } }
    ]);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('is nothing while the panel is hidden and the setting is off', () => {
    const ports = model();
    ports.setBackground(false);
    expect(FakeSocket.all).toHaveLength(0);
    ports.setVisible(true);
    FakeSocket.last.accept();
    ports.setVisible(false);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ want: { ports: null } });
  });

  it('is nothing where this server lists no ports', () => {
    const ports = model();
    ports.setDenied('ports-disabled');
    ports.setBackground(true);
    ports.setVisible(true);
    expect(FakeSocket.all).toHaveLength(0);
    expect(ports.denied).toBe('ports-disabled');
  });
});

describe('PortsModel', () => {
  it('follows snapshots and diffs', () => {
    const ports = live(new FakeServer(), portRow(1), portRow(2));
    FakeSocket.last.receive({
      topic,
      seq: 2,
      add: [portRow(3)],
      change: [portRow(1, { kind: 'https' })],
      remove: ['7-2']
    });
    expect(ports.ports.map(p => `${p.port} ${p.kind}`)).toEqual([
      '1 https',
      '3 http'
    ]);
    expect(ports.resource.seq).toBe(2);
    expect(ports.find('7-3')?.port).toBe(3);
  });

  it('says so where the server sends what it cannot read, and keeps the rows', () => {
    const ports = live(new FakeServer(), portRow(1));
    FakeSocket.last.receive({ topic, seq: 2, snapshot: [{ id: 1 }] });
    expect(ports.resource.problem?.reason).toBe('bad-reply');
    expect(ports.ports).toHaveLength(1);
  });

  it('links to the page’s own origin, the slash as the server wants it', () => {
    const next = '/user/ann/proxy/absolute/3000';
    const ports = live(new FakeServer(), portRow(1), portRow(3, { url: next }));
    expect(ports.ports.map(row => ports.urlOf(row))).toEqual([
      'http://localhost/user/ann/proxy/1/',
      'http://localhost/user/ann/proxy/absolute/3000'
    ]);
  });

  it('asks once where no socket comes through, and when it is looked at anew', async () => {
    jest.useFakeTimers();
    const server = new FakeServer().on('GET ports', () =>
      json({ seq: 1, ports: [portRow(1)] })
    );
    const connection = server.connection();
    connection.watch.probe = () => Promise.resolve(true);
    const ports = new PortsModel(connection);
    ports.setBackground(true);
    ports.setVisible(true);
    for (let second = 0; second < 300; second++) {
      FakeSocket.last.break();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(connection.watch.state).toBe('refused');
    expect(ports.ports).toHaveLength(1);
    expect(server.count('GET ports')).toBe(1);
    ports.setVisible(false);
    ports.setVisible(true);
    jest.useRealTimers();
    await server.idle();
    expect(server.count('GET ports')).toBe(2);
  });

  it('drops what it lists where that is denied, and asks for nothing', async () => {
    const server = new FakeServer();
    const ports = live(server, portRow(1));
    ports.setDenied('ports-disabled');
    expect(ports.ports).toEqual([]);
    await ports.load();
    expect(server.requests).toEqual([]);
    ports.setDenied(null);
    FakeSocket.last.accept();
    FakeSocket.last.receive({ topic, seq: 9, snapshot: [portRow(2)] });
    expect(ports.ports.map(row => row.port)).toEqual([2]);
  });

  it('stops what was shown, by pid, start and inodes', async () => {
    const server = new FakeServer().on('POST ports/7-1/stop', () =>
      json(null, 204)
    );
    const ports = live(server, portRow(1));
    expect(await ports.stop(ports.ports[0]!)).toBeNull();
    expect(server.requests[0]?.body).toBe(
      '{"pid":7,"started":12.5,"inodes":[1]}'
    );
  });

  it('keeps a refusal beside the row', async () => {
    const server = new FakeServer().on(
      'POST ports/7-1/stop',
      refusal('port-changed', 409)
    );
    const ports = live(server, portRow(1));
    const problem = await ports.stop(ports.ports[0]!);
    expect(problem?.reason).toBe('port-changed');
    expect(ports.problems.get('7-1')).toBe(problem);
  });
});
