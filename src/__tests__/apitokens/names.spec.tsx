import { nullTranslator } from '@jupyterlab/translation';
import { act, render, screen } from '@testing-library/react';
import * as React from 'react';

import { Badge } from '../../apitokens/badge';
import { browserId } from '../../apitokens/browser';
import { namesOf } from '../../apitokens/name';
import { apiToken } from '../../apitokens/types';
import { dayTime } from '../../ui/words';
import { apiTokenRow, FakeServer, json, LIFETIMES } from '../core/fakes';
import { make, nextSeq } from './server';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const DAY = 24 * 3600;

function row(
  id: string,
  more: Record<string, unknown> = {}
): ReturnType<typeof apiToken> {
  return apiToken({ ...apiTokenRow(id), note: 'VS Code', ...more });
}

describe('apitokens/browser', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    localStorage.clear();
  });

  it('is made up once, and kept', () => {
    const id = browserId();
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(browserId()).toBe(id);
    localStorage.clear();
    expect(browserId()).not.toBe(id);
  });

  it('is made anew where something else stands there', () => {
    const id = browserId()!;
    const [key] = Object.keys(localStorage);
    localStorage.setItem(key!, '<b>');
    expect(browserId()).toMatch(/^[0-9a-f]{16}$/);
    expect(browserId()).not.toBe(id);
  });

  it('is none where the browser keeps nothing', () => {
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('denied');
    });
    expect(browserId()).toBeNull();
  });

  it('is sent with each token that is made', async () => {
    const server = new FakeServer();
    server.on('POST apitokens', async request => {
      const { browser } = (await request.json()) as { browser: string };
      const apitoken = { ...apiTokenRow('a'), browser };
      return json({ apitoken, secret: 's', expires_at: 9, seq: 1 }, 201);
    });
    const made = await make(server).create({ recipe: 'vscode', note: 'x' });
    expect(made.apitoken.browser).toBe(browserId());
    expect(made.not_ended).toBe(0);
  });
});

describe('apitokens/name', () => {
  it('says client, place and time', () => {
    const time = dayTime(trans, 1000, false);
    const mine = row('a', { browser: 'b1' });
    const other = row('b', { browser: 'b2' });
    const older = row('c');
    const rows = [mine, other, older];
    expect(namesOf(trans, rows, 'b1')).toEqual([
      `VS Code · this browser · ${time}`,
      `VS Code · elsewhere · ${time}`,
      `VS Code · ${time}`
    ]);
  });

  it('tells two of one minute apart', () => {
    const rows = [row('a'), row('b', { created_at: 1007 })];
    const names = namesOf(trans, rows, null);
    expect(names).toEqual([
      `VS Code · ${dayTime(trans, 1000, true)}`,
      `VS Code · ${dayTime(trans, 1007, true)}`
    ]);
    expect(new Set(names).size).toBe(2);
  });
});

describe('apitokens/badge', () => {
  async function draw(...rows: object[]): Promise<HTMLElement> {
    const server = new FakeServer();
    server.on('GET apitokens', () =>
      json({ now: 2000, seq: nextSeq(), apitokens: rows, lifetimes: LIFETIMES })
    );
    const model = make(server);
    const { container } = render(<Badge trans={trans} model={model} />);
    expect(container).toBeEmptyDOMElement();
    expect(server.requests).toEqual([]); // it shows what is known, and asks nothing
    await act(() => model.refresh());
    return container;
  }

  it('counts those that stand', async () => {
    const container = await draw(row('a'), row('b'), {
      ...row('old'),
      expires_at: 1999
    });
    expect(container).toHaveTextContent(/^2$/);
    expect(container.querySelector('svg')).toBeNull();
  });

  it('shows nothing where there are none', async () => {
    expect(await draw()).toBeEmptyDOMElement();
  });

  it.each([
    ['one ends within a day', { expires_at: 1940 + DAY }],
    ['one opens nothing', { reason: 'token-damaged' }]
  ])('says that %s, with a shape', async (words, more) => {
    const container = await draw(row('a'), { ...row('b'), ...more });
    expect(screen.getByText(words)).toHaveClass('jp-RemoteIDE-hidden');
    expect(screen.getByTitle(words)).toHaveTextContent(`2${words}`);
    expect(container.querySelector('[data-kind="warn"] svg')).not.toBeNull();
  });
});
