import type { AppTab } from '../../apps/tab';
import { FakeSocket, json } from '../core/fakes';
import { running, settle } from './lab';

const ask = jest.fn<Promise<Response>, [string, RequestInit]>();
beforeEach(() => {
  ask.mockReset();
  window.fetch = ask as unknown as typeof fetch;
  document.body.textContent = '';
});

/** A tab in whose frame stands what cannot be read. */
async function blockedTab() {
  const made = await running(5);
  const { url } = made.tab.content;
  const frame = made.tab.node.querySelector('iframe')!;
  Object.defineProperty(frame, 'contentDocument', { value: null });
  return { ...made, frame, url };
}

describe('a tab whose page could not be loaded', () => {
  async function lost() {
    const made = await blockedTab();
    made.server.on('GET status', () => Promise.reject(new TypeError()));
    made.frame.dispatchEvent(new Event('load'));
    await settle();
    return made;
  }

  /** The socket breaks and stands again, perhaps to another server. */
  async function reach(...snapshot: object[]): Promise<void> {
    jest.useFakeTimers();
    FakeSocket.last.break();
    await jest.advanceTimersByTimeAsync(1000);
    jest.useRealTimers();
    FakeSocket.last.accept();
    FakeSocket.last.receive({ topic: 'apps', seq: 1, snapshot });
  }

  const isHeld = (tab: AppTab) => tab.held !== null;

  it('says so, and shows it when the server is back', async () => {
    const { tab, receive, row, button, url } = await lost();
    expect([tab.content.url, tab.held]).toEqual(['', url]);
    expect(tab.node).toHaveTextContent('The server does not answer.');
    expect(button()).toHaveTextContent('Try again');
    const status = tab.node.querySelector('.jp-RemoteIDE-tabStatus');
    expect(status).toBeEmptyDOMElement();
    receive(row('running', 5)); // of before
    expect(isHeld(tab)).toBe(true);
    await reach(row('running', 5));
    expect([tab.content.url, tab.held]).toEqual([url, null]);
    tab.dispose();
  });

  it('starts nothing by itself where another server is back', async () => {
    const { tab, row, button } = await lost();
    await reach(row('stopped', null));
    expect(isHeld(tab)).toBe(true);
    expect(button()).toHaveTextContent('Start RSTUDIO');
    tab.dispose();
  });

  it('tries again when a person wants to', async () => {
    const { tab, button, url } = await lost();
    button()!.click();
    expect([tab.content.url, tab.held]).toEqual([url, null]);
    tab.dispose();
  });

  it('leaves what stands there alone where the server answers, however late', async () => {
    const { tab, server, frame, url } = await blockedTab();
    server.on('GET status', () => json({}, 404));
    frame.dispatchEvent(new Event('load'));
    await settle();
    expect([tab.content.url, tab.held]).toEqual([url, null]);
    expect(tab.node.querySelector('.jp-RemoteIDE-tabRest')).toBeNull();
    // Never for what was to be loaded, and only once.
    frame.dispatchEvent(new Event('load'));
    await settle();
    expect(server.count('GET status')).toBe(1);
    expect(ask).not.toHaveBeenCalled();
    tab.dispose();
  });
});
