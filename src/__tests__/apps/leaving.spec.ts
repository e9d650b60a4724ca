import { followLinks, scopeOf } from '../../apps/leaving';

const SCOPE = ['/user/ann/proxy/5000/', '/user/ann/proxy/absolute/5000/'];
const HOME = 'http://localhost/user/ann/proxy/5000/?page=2';

/** A frame that goes where the test says. */
function frame() {
  const heard: Record<string, (event: unknown) => void> = {};
  const replace = jest.fn();
  const addEventListener = (name: string, call: (event: unknown) => void) => {
    const before = heard[name];
    heard[name] = event => {
      before?.(event);
      call(event);
    };
  };
  const page = {
    addEventListener: (_: string, call: (event: unknown) => void) => {
      heard.click = call;
    }
  };
  let href: string | null = 'about:blank';
  let status = 200;
  const made = {
    addEventListener,
    contentWindow: {
      location: { replace },
      performance: { getEntriesByType: () => [{ responseStatus: status }] }
    },
    get contentDocument() {
      return href === null ? null : { ...page, URL: href };
    }
  };
  const told: ((() => void) | null)[] = [];
  followLinks(made as unknown as HTMLIFrameElement, SCOPE, back =>
    told.push(back)
  );
  return {
    replace,
    go: (to: string | null, code = 200) => {
      href = to;
      status = code;
      heard.load!(null);
      return told.at(-1);
    },
    press: (to: string, target = '', keys: object = {}) => {
      const link = document.createElement('a');
      link.href = to;
      link.target = target;
      const inner = link.appendChild(document.createElement('b'));
      heard.click!({ target: inner, ...keys });
    },
    pressOn: (target: unknown) => {
      heard.click!({ target });
    }
  };
}

it('tells of a link to where nobody answers, and leads back to the page it stood on', () => {
  const { go, replace } = frame();
  expect(go(HOME)).toBeNull();
  go('http://localhost/about', 404)!();
  expect(replace).toHaveBeenCalledWith(HOME);
  expect(go(HOME)).toBeNull();
});

it.each([
  ['an error of the app itself', `http://localhost${SCOPE[0]}x`, 404],
  [
    'the page of an app that wants its prefix',
    `http://localhost${SCOPE[1]}`,
    500
  ],
  [
    'its address without the last slash',
    'http://localhost/user/ann/proxy/5000',
    404
  ],
  ['a page of Jupyter', 'http://localhost/user/ann/lab', 200],
  ['a browser that tells no status', 'http://localhost/about', 0],
  ['another site', null, 0]
])('says nothing of %s', (_, href, status) => {
  const { go } = frame();
  go(HOME);
  expect(go(href, status)).toBeNull();
});

it('says nothing where the app was never seen', () => {
  expect(frame().go('http://localhost/about', 404)).toBeNull();
});

it.each([
  ['/about', '', true],
  ['/about', '_blank', false],
  [HOME, '', false],
  ['https://example.org/', '', false]
])(
  'knows by the link %s (%s) what an unreadable page is',
  (href, target, isLost) => {
    const { go, press } = frame();
    go(HOME);
    press(href, target);
    expect(typeof go(null)).toBe(isLost ? 'function' : 'object');
  }
);

it('is not led astray by what is no link of this frame', () => {
  const { go, press, pressOn } = frame();
  const svg = 'http://www.w3.org/2000/svg';
  const drawn = document.createElementNS(svg, 'a');
  drawn.setAttribute('href', '/about');
  go(HOME);
  for (const act of [
    () => {
      press('/about', '', { ctrlKey: true });
    },
    () => {
      press('http://');
    },
    () => {
      press('/about', '', { defaultPrevented: true });
    },
    () => {
      pressOn(drawn);
    },
    () => {
      pressOn(null);
    }
  ]) {
    act();
    expect(go(null)).toBeNull();
    go(HOME);
  }
});

it.each([
  ['remote-ide-port:proxy/5000/', SCOPE],
  ['remote-ide-port:proxy/absolute/5000/x/', SCOPE],
  ['server-proxy:rstudio', ['/user/ann/rstudio/']],
  ['server-proxy:my app', ['/user/ann/my%20app/']],
  ['other', null]
])('knows the paths of %s', (id, scope) => {
  expect(scopeOf(id, '/user/ann/')).toEqual(scope);
});
