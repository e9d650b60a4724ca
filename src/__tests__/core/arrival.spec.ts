import { type Arrival, followArrival } from '../../core/arrival';
import { ProblemError } from '../../core/result';

/** A frame with a page that can be read, or with something else. */
function setup() {
  const heard: (() => void)[] = [];
  let page: Document | null = null;
  const frame = {
    get contentDocument() {
      return page;
    },
    addEventListener: (_: string, call: () => void) => {
      heard.push(call);
    }
  };
  const told: Arrival[] = [];
  const ask = jest.fn<Promise<unknown>, []>().mockResolvedValue({});
  const begin = followArrival(
    frame as unknown as HTMLIFrameElement,
    ask,
    arrival => told.push(arrival)
  );
  const load = async (next: Document | null) => {
    page = next;
    heard.forEach(call => {
      call();
    });
    await new Promise(resolve => setTimeout(resolve, 0));
    return told.at(-1);
  };
  return { ask, begin, load, told };
}

const fails = (reason: string) => new ProblemError({ status: null, reason });

/** The app's page, with a link that is pressed. */
function pressable(href: string, isPrevented = false) {
  const page = document.implementation.createHTMLDocument();
  const link = page.body.appendChild(page.createElement('a'));
  link.href = href;
  link.addEventListener('click', event => {
    if (isPrevented) {
      event.preventDefault();
    }
  });
  return {
    page,
    press: () => {
      link.click();
    }
  };
}

it('asks nobody about a page that can be read', async () => {
  const { ask, load } = setup();
  expect(await load(document)).toBe('here');
  expect(ask).not.toHaveBeenCalled();
});

it.each([
  ['network', 'lost'],
  ['server-unreachable', 'lost'],
  ['timeout', 'away'],
  ['not-logged-in', 'away'],
  ['no-server-half', 'away']
])('takes the answer %s for %s', async (reason, arrival) => {
  const { ask, load } = setup();
  ask.mockRejectedValue(fails(reason));
  expect(await load(null)).toBe(arrival);
});

it('asks no more about what follows a page that is not ours to know', async () => {
  const { ask, begin, load } = setup();
  expect(await load(null)).toBe('away');
  ask.mockRejectedValue(fails('network'));
  expect(await load(null)).toBe('away');
  expect(ask).toHaveBeenCalledTimes(1);
  begin(); // by us
  expect(await load(null)).toBe('lost');
  await load(document);
  expect(await load(null)).toBe('lost');
});

it.each([
  ['https://a.example/', false, 'away', 0],
  ['/next', false, 'lost', 1],
  // The page did something else with it.
  ['https://a.example/', true, 'lost', 1],
  ['mailto:ann@a.example', false, 'lost', 1]
])(
  'after a press on %s (prevented: %s) it is %s',
  async (href, isPrevented, arrival, count) => {
    const { ask, load } = setup();
    ask.mockRejectedValue(fails('network'));
    const { page, press } = pressable(href, isPrevented);
    await load(page);
    press();
    expect(await load(null)).toBe(arrival);
    expect(ask).toHaveBeenCalledTimes(count);
  }
);

it('says nothing of a page that is gone when the answer comes', async () => {
  const { ask, begin, load, told } = setup();
  let answer: (error: Error) => void = () => undefined;
  ask.mockImplementation(() => new Promise((_, reject) => (answer = reject)));
  await load(null);
  await load(document);
  answer(fails('network'));
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(told).toEqual(['here']);
  await load(null);
  begin();
  answer(fails('network'));
  await new Promise(resolve => setTimeout(resolve, 0));
  expect(told).toEqual(['here']);
});
