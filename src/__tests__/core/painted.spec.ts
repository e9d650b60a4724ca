import { followPaint } from '../../core/painted';

/** A document as far as it matters here. */
interface IPage {
  isStart: boolean;
  isPainted: boolean;
  isBroken: boolean;
  leave: () => void;
}

function page(isStart: boolean): IPage & { document: unknown } {
  const heard: (() => void)[] = [];
  const made = {
    isStart,
    isPainted: false,
    isBroken: false,
    leave: () => {
      heard.splice(0).forEach(call => {
        call();
      });
    },
    document: {}
  };
  made.document = {
    getElementById: () => (isStart ? {} : null),
    defaultView: {
      addEventListener: (_: string, call: () => void) => {
        if (!heard.includes(call)) {
          heard.push(call);
        }
      },
      performance: {
        getEntriesByName: () => {
          if (made.isBroken) {
            throw new Error('not the browser’s any more');
          }
          return made.isPainted ? [{}] : [];
        }
      }
    }
  };
  return made;
}

function setup() {
  let loaded: () => void = () => undefined;
  const frame = {
    contentDocument: null as unknown,
    addEventListener: (_: string, call: () => void) => {
      loaded = call;
    }
  };
  const told: boolean[] = [];
  const begin = followPaint(frame as HTMLIFrameElement, isWhite => {
    told.push(isWhite);
  });
  return {
    told,
    begin,
    load: () => {
      loaded();
    },
    show: (shown: ReturnType<typeof page> | null) => {
      frame.contentDocument = shown?.document ?? null;
      return shown;
    }
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('tells of white until the page that comes has drawn something', () => {
  const { told, begin, show } = setup();
  const before = page(false);
  before.isPainted = true;
  show(before);
  begin();
  jest.advanceTimersByTime(1000);
  expect(told).toEqual([true]); // what stood there was drawn, but goes
  const next = page(false);
  show(next);
  jest.advanceTimersByTime(1000);
  expect(told).toEqual([true]);
  next.isPainted = true;
  jest.advanceTimersByTime(100);
  expect(told).toEqual([true, false]);
});

it('sees a start page make way by itself', () => {
  const { told, begin, show } = setup();
  begin();
  const start = page(true);
  start.isPainted = true;
  show(start);
  jest.advanceTimersByTime(100);
  expect(told).toEqual([true, false]);
  start.leave();
  expect(told).toEqual([true, false, true]);
  const app = page(false);
  app.isPainted = true;
  show(app);
  jest.advanceTimersByTime(100);
  expect(told).toEqual([true, false, true, false]);
  app.leave(); // a page of its own
  expect(told).toHaveLength(4);
});

it('hides no page that draws nothing, and waits for one that does not come no longer than that', () => {
  const { told, begin, load, show } = setup();
  begin();
  show(page(false));
  load();
  jest.advanceTimersByTime(2900);
  expect(told).toEqual([true]);
  jest.advanceTimersByTime(200);
  expect(told).toEqual([true, false]);
  begin();
  jest.advanceTimersByTime(9900);
  expect(told).toEqual([true, false, true]);
  jest.advanceTimersByTime(200);
  expect(told).toEqual([true, false, true, false]);
});

it('shows a page that lets nobody see what it has drawn, and another one after it', () => {
  const { told, begin, load, show } = setup();
  begin();
  const broken = page(false);
  broken.isBroken = true;
  show(broken);
  load();
  jest.advanceTimersByTime(3200);
  expect(told).toEqual([true, false]);
  begin();
  const next = page(false);
  next.isPainted = true;
  show(next);
  jest.advanceTimersByTime(100);
  expect(told).toEqual([true, false, true, false]);
});

it('waits no longer where the clock is set back', () => {
  const { told, begin } = setup();
  begin();
  jest.setSystemTime(Date.now() - 3_600_000);
  jest.advanceTimersByTime(10_200);
  expect(told).toEqual([true, false]);
});
