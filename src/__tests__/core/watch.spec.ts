import { type Watch } from '../../core/watch';
import { FakeServer, FakeSocket } from './fakes';

describe('core/watch', () => {
  let watch: Watch;
  let hidden: boolean;

  beforeEach(() => {
    jest.useFakeTimers();
    FakeSocket.all = [];
    hidden = false;
    jest.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
    watch = new FakeServer().connection().watch;
  });

  afterEach(() => {
    watch.dispose();
    jest.useRealTimers();
  });

  function hide(isHidden: boolean): void {
    hidden = isHidden;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  it('opens nothing until something is wanted, then one socket', () => {
    expect(FakeSocket.all).toHaveLength(0);
    watch.want('ports', 'background');
    watch.want('ports', 'visible');
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeSocket.last.url).toBe(
      'ws://localhost/user/ann/remote-ide/v1/watch?topics=ports'
    );
  });

  it('says what is wanted when that changes, never otherwise', () => {
    watch.want('ports', 'background');
    FakeSocket.last.accept();
    const visible = watch.want('ports', 'visible');
    watch.want('ports', 'visible').dispose();
    jest.advanceTimersByTime(600_000);
    visible.dispose();
    expect(FakeSocket.last.sent).toEqual([
      { want: { ports: 'background' } },
      { want: { ports: 'visible' } },
      { want: { ports: 'background' } }
    ]);
    expect(FakeSocket.open).toHaveLength(1);
  });

  it('asks for a further topic with a socket of all topics', () => {
    watch.want('ports', 'visible');
    FakeSocket.last.accept();
    watch.want('apps', 'visible');
    expect(FakeSocket.last.url).toContain('topics=ports,apps');
    expect(FakeSocket.open).toHaveLength(1);
  });

  it('lets a socket that still connects do so before another one replaces it', () => {
    watch.want('ports', 'visible');
    const first = FakeSocket.last;
    watch.want('apps', 'visible');
    expect(first.readyState).toBe(0);
    first.accept();
    expect(first.readyState).toBe(3);
    FakeSocket.last.accept();
    expect(FakeSocket.open).toEqual([FakeSocket.last]);
    expect(watch.state).toBe('open');
  });

  it('closes some seconds after the tab is hidden, and comes back', () => {
    watch.want('ports', 'visible');
    FakeSocket.last.accept();
    hide(true);
    jest.advanceTimersByTime(9000);
    expect(FakeSocket.open).toHaveLength(1);
    hide(false);
    jest.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    hide(true);
    jest.advanceTimersByTime(10_000);
    expect([FakeSocket.open.length, watch.state]).toEqual([0, 'closed']);
    hide(false);
    expect(FakeSocket.open).toHaveLength(1);
  });

  it('closes some seconds after nothing is wanted any more', () => {
    const wish = watch.want('ports', 'visible');
    FakeSocket.last.accept();
    wish.dispose();
    expect(FakeSocket.last.sent).toContainEqual({ want: { ports: null } });
    jest.advanceTimersByTime(10_000);
    expect([FakeSocket.open.length, watch.state]).toEqual([0, 'closed']);
  });

  it('is silent about a reconnect within 5 s', () => {
    const states: string[] = [];
    watch.want('ports', 'visible');
    FakeSocket.last.accept();
    watch.stateChanged.connect((_, state) => {
      states.push(state);
    });
    FakeSocket.last.break();
    jest.advanceTimersByTime(1000);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.accept();
    jest.advanceTimersByTime(60_000);
    expect(states).not.toContain('lost');
    expect(FakeSocket.last.sent).toEqual([{ want: { ports: 'visible' } }]);
  });

  it('tells of a longer loss, and retries ever more rarely', () => {
    watch.want('ports', 'visible');
    FakeSocket.last.accept();
    for (let i = 0; i < 200; i++) {
      FakeSocket.last.break();
      jest.advanceTimersByTime(3000);
    }
    expect(watch.state).toBe('lost');
    const tries = FakeSocket.all.length;
    jest.advanceTimersByTime(90_000);
    FakeSocket.last.break();
    jest.advanceTimersByTime(90_000);
    // Each waits up to 15 s for its turn, and 15 s for an answer.
    expect(FakeSocket.all.length - tries).toBeLessThanOrEqual(9);
    expect(FakeSocket.all.length - tries).toBeGreaterThanOrEqual(5);
    while (FakeSocket.last.readyState !== 0) {
      jest.advanceTimersByTime(1000);
    }
    FakeSocket.last.accept();
    expect(watch.state).toBe('open');
  });

  it('tries nothing again for nobody', () => {
    const wish = watch.want('ports', 'visible');
    FakeSocket.last.break();
    wish.dispose();
    jest.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(watch.state).toBe('closed');
    watch.want('apps', 'visible');
    expect(FakeSocket.last.url).toMatch(/topics=apps$/);
  });

  it('hands messages on and survives nonsense', () => {
    const received: unknown[] = [];
    watch.received.connect((_, message) => {
      received.push(message);
    });
    watch.want('ports', 'visible');
    FakeSocket.last.accept();
    const { last } = FakeSocket;
    last.receive({});
    last.onmessage?.({ data: 'no JSON' });
    last.onmessage?.({ data: new ArrayBuffer(2) });
    last.receive({ topic: 'ports', seq: 'x', snapshot: [] });
    last.receive({ topic: 'ports', seq: 1, now: 2, snapshot: [7] });
    last.receive({
      topic: 'ports',
      seq: 2,
      cut: 5,
      add: [],
      change: [],
      remove: ['a']
    });
    expect(received).toEqual([
      { topic: 'ports', seq: 1, cut: 0, snapshot: [7] },
      { topic: 'ports', seq: 2, cut: 5, add: [], change: [], remove: ['a'] }
    ]);
  });

  it('puts the token into the URL only where the page says so', () => {
    const settings = { token: 'a b', appendToken: true };
    const other = new FakeServer().connection(settings).watch;
    other.want('ports', 'visible');
    expect(FakeSocket.last.url).toContain('&token=a%20b');
    FakeSocket.last.accept();
    other.dispose();
    expect(FakeSocket.open).toHaveLength(0);
    other.want('ports', 'visible');
    expect(FakeSocket.open).toHaveLength(0);
  });
});
