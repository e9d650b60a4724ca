import type { Watch } from '../../core/watch';
import { FakeServer, FakeSocket } from './fakes';

describe('core/link', () => {
  let watch: Watch;
  let states: string[];
  /** What the probe answers, and how often it was asked. */
  let isThere: boolean;
  let asked: number;

  beforeEach(() => {
    jest.useFakeTimers();
    FakeSocket.all = [];
    isThere = true;
    asked = 0;
    watch = new FakeServer().connection().watch;
    watch.probe = () => {
      asked += 1;
      return Promise.resolve(isThere);
    };
    states = [];
    watch.stateChanged.connect((_, state) => states.push(state));
  });

  afterEach(() => {
    watch.dispose();
    jest.useRealTimers();
  });

  /** Time passes, and every socket does what `each` says. */
  async function pass(
    seconds: number,
    each: (socket: FakeSocket) => void
  ): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      if (FakeSocket.last.readyState === 0) {
        each(FakeSocket.last);
      }
      await jest.advanceTimersByTimeAsync(1000);
    }
  }

  const refuse = (socket: FakeSocket) => {
    socket.break();
  };

  it('asks nothing about a reconnect within 5 s', async () => {
    watch.want('ports', 'visible');
    FakeSocket.last.accept();
    FakeSocket.last.break();
    await pass(1, refuse);
    await pass(30, socket => {
      socket.accept();
    });
    expect(asked).toBe(0);
    expect(states).toEqual(['connecting', 'open', 'connecting', 'open']);
  });

  it('asks in place of the socket while the server is away, ever more rarely', async () => {
    isThere = false;
    watch.want('ports', 'visible');
    await pass(6, refuse);
    expect(watch.state).toBe('lost');
    const sockets = FakeSocket.all.length;
    await pass(300, refuse);
    expect(FakeSocket.all).toHaveLength(sockets);
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(50); // half of 15 s at least lies between two, by chance
    isThere = true;
    await pass(120, socket => {
      socket.accept();
    });
    expect(states).toEqual(['connecting', 'lost', 'open']);
    expect(FakeSocket.all).toHaveLength(sockets + 1);
  });

  it('asks once where the server answers and no socket comes through', async () => {
    watch.want('ports', 'visible');
    await pass(300, refuse);
    expect(asked).toBe(1);
    expect(states).toEqual(['connecting', 'lost', 'refused']);
    await pass(120, socket => {
      socket.accept();
    });
    expect(watch.state).toBe('open');
  });

  it('blames nothing for a socket that failed before the server answered', async () => {
    watch.want('ports', 'visible');
    await pass(4, refuse);
    await pass(60, socket => {
      socket.accept();
    });
    expect(states).not.toContain('refused');
    expect(watch.state).toBe('open');
  });

  it.each([
    [
      'opens and dies at once',
      (socket: FakeSocket) => {
        socket.open();
        socket.break();
      }
    ],
    [
      'opens and says nothing',
      (socket: FakeSocket) => {
        socket.open();
      }
    ],
    ['never opens', () => undefined]
  ])('takes a socket that %s for none', async (_, each) => {
    watch.want('ports', 'visible');
    await pass(300, each);
    expect(states).toEqual(['connecting', 'lost', 'refused']);
    expect(asked).toBe(1);
    expect(FakeSocket.all.length).toBeLessThan(40);
    expect(FakeSocket.open.length).toBeLessThan(2);
  });

  it('comes back ever more rarely to one that works for a moment', async () => {
    watch.want('ports', 'visible');
    await pass(300, socket => {
      socket.accept();
      socket.break();
    });
    expect(FakeSocket.all.length).toBeLessThan(40);
    // One that stood is opened anew at once.
    await pass(120, socket => {
      socket.accept();
    });
    const sockets = FakeSocket.all.length;
    FakeSocket.last.break();
    await jest.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(sockets + 1);
  });

  it('tries at once when it is told to, or when the browser is back online', async () => {
    isThere = false;
    watch.want('ports', 'visible');
    await pass(300, refuse);
    const before = asked;
    window.dispatchEvent(new Event('online'));
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toBe(before + 1);
    isThere = true;
    watch.retry();
    await jest.advanceTimersByTimeAsync(0);
    FakeSocket.last.accept();
    expect([watch.state, asked]).toEqual(['open', before + 2]);
    watch.retry();
    expect(asked).toBe(before + 2);
  });

  it('asks for nobody no more', async () => {
    isThere = false;
    const wish = watch.want('ports', 'visible');
    await pass(10, refuse);
    const before = asked;
    wish.dispose();
    window.dispatchEvent(new Event('online'));
    await jest.advanceTimersByTimeAsync(600_000);
    expect([watch.state, asked]).toEqual(['closed', before]);
  });

  it('lets go of an answer that came too late', async () => {
    let answer: (isThere: boolean) => void = () => undefined;
    watch.probe = () => new Promise(resolve => (answer = resolve));
    const wish = watch.want('ports', 'visible');
    await pass(6, refuse);
    const sockets = FakeSocket.all.length;
    wish.dispose();
    answer(true);
    await jest.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(sockets);
    expect(watch.state).toBe('closed');
  });
});
