import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import {
  act,
  fireEvent,
  render,
  screen,
  waitFor
} from '@testing-library/react';
import * as React from 'react';

import { copyText } from '../../ui/clipboard';
import { CopyButton } from '../../ui/copybutton';
import { ErrorLine } from '../../ui/errorline';
import { useModel, useRoving } from '../../ui/hooks';
import { Secret } from '../../ui/secret';
import { distance, duration, size } from '../../ui/words';

const trans = nullTranslator.load('jupyterlab_remote_ide');

function setClipboard(value: unknown): void {
  Object.defineProperty(navigator, 'clipboard', { value, configurable: true });
}

function setCommand(result: boolean): jest.Mock<boolean, [string]> {
  const command = jest.fn<boolean, [string]>(() => result);
  Object.assign(document, { execCommand: command });
  return command;
}

afterEach(() => {
  setClipboard(undefined);
  Reflect.deleteProperty(globalThis, 'ClipboardItem');
  jest.useRealTimers();
});

describe('ui/clipboard', () => {
  it('hands a promise to the browser at once', async () => {
    class Item {
      constructor(readonly items: Record<string, Promise<Blob>>) {}
    }
    Object.assign(globalThis, { ClipboardItem: Item });
    const write = jest.fn(async ([item]: Item[]) => {
      await item!.items['text/plain'];
    });
    setClipboard({ write });
    let give: (text: string) => void = () => undefined;
    const copied = copyText(
      new Promise<string>(resolve => {
        give = resolve;
      })
    );
    expect(write).toHaveBeenCalledTimes(1);
    give('secret');
    expect(await copied).toBe(true);
  });

  it('writes text where promises are not taken', async () => {
    const writeText = jest.fn(() => Promise.resolve());
    setClipboard({ writeText });
    expect(await copyText(Promise.resolve('a'))).toBe(true);
    expect(writeText).toHaveBeenCalledWith('a');
  });

  it('uses the old command on plain http, and leaves nothing behind', async () => {
    let selected = '';
    const command = setCommand(true).mockImplementation(() => {
      selected = document.querySelector('textarea')?.value ?? '';
      return true;
    });
    expect(await copyText('a')).toBe(true);
    expect([command.mock.calls, selected]).toEqual([[['copy']], 'a']);
    expect(document.querySelector('textarea')).toBeNull();
  });

  it('tells a refusal, and rejects only where the text does', async () => {
    setCommand(false);
    setClipboard({ writeText: () => Promise.reject(new Error('no')) });
    expect(await copyText('a')).toBe(false);
    await expect(copyText(Promise.reject(new Error('gone')))).rejects.toThrow(
      'gone'
    );
  });
});

describe('ui/copybutton', () => {
  it('says what it did', async () => {
    setCommand(true);
    render(<CopyButton trans={trans} label="Copy it" text={() => 'a'} />);
    fireEvent.click(screen.getByRole('button', { name: 'Copy it' }));
    expect(await screen.findByText('Copied')).toBeInTheDocument();
  });

  it('says so in the place of its caption', async () => {
    setCommand(true);
    render(
      <CopyButton
        trans={trans}
        label="Copy the token"
        caption="Copy token"
        text={() => 'a'}
      />
    );
    const button = screen.getByRole('button', { name: 'Copy the token' });
    expect(screen.getByText('Copy token')).toBeVisible();
    fireEvent.click(button);
    expect(await screen.findByText('Copied')).toBeVisible();
    expect(screen.getByText('Copy token')).not.toBeVisible();
    expect(button).toHaveAccessibleName('Copy the token');
    await waitFor(
      () => {
        expect(screen.getByText('Copy token')).toBeVisible();
      },
      { timeout: 3000 }
    );
  });
});

describe('ui/secret', () => {
  it('has the secret in the page only while revealed, at most 30 s', () => {
    jest.useFakeTimers();
    const { container } = render(
      <Secret
        trans={trans}
        label="token"
        masked="••••"
        value={() => 's3cret'}
      />
    );
    expect(container.innerHTML).not.toContain('s3cret');
    fireEvent.click(screen.getByRole('button'));
    expect(container.innerHTML).toContain('s3cret');
    act(() => {
      jest.advanceTimersByTime(29_000);
    });
    expect(container.innerHTML).toContain('s3cret');
    act(() => {
      jest.advanceTimersByTime(1000);
    });
    expect(container.innerHTML).not.toContain('s3cret');
    fireEvent.click(screen.getByRole('button'));
    fireEvent.click(screen.getByRole('button'));
    expect(container.innerHTML).not.toContain('s3cret');
  });
});

describe('ui/errorline', () => {
  it('offers only what the section can do', () => {
    const retry = jest.fn();
    const { rerender } = render(<ErrorLine trans={trans} reason="network" />);
    expect(screen.queryByRole('button')).toBeNull();
    rerender(<ErrorLine trans={trans} reason="network" actions={{ retry }} />);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledTimes(1);
  });
});

describe('ui/hooks', () => {
  class Counter {
    value = 0;
    readonly changed = new Signal<this, void>(this);

    add(): void {
      this.value += 1;
      this.changed.emit();
    }
  }

  it('draws a model again when it changes, and lets go of it', () => {
    const model = new Counter();
    function View(): React.JSX.Element {
      return <b>{useModel(model, m => m.value)}</b>;
    }
    const { container, unmount } = render(<View />);
    act(() => {
      model.add();
    });
    expect(container).toHaveTextContent('1');
    unmount();
    model.add();
  });

  function List(props: { rows: string[] }): React.JSX.Element {
    return (
      <ul {...useRoving<HTMLUListElement>()}>
        {props.rows.map(row => (
          <li key={row}>
            <button>{row}1</button>
            <button>{row}2</button>
          </li>
        ))}
      </ul>
    );
  }

  it('makes a list one tab stop with arrows inside', () => {
    const { rerender } = render(<List rows={['a', 'b', 'c']} />);
    const stops = () =>
      screen
        .getAllByRole('button')
        .filter(button => button.tabIndex === 0)
        .map(button => button.textContent);
    const press = (key: string) => {
      fireEvent.keyDown(document.activeElement!, { key });
      return document.activeElement?.textContent;
    };
    expect(stops()).toEqual(['a1']);
    screen.getByText('a1').focus();
    expect(press('ArrowRight')).toBe('a2');
    expect(press('ArrowDown')).toBe('b2');
    expect(stops()).toEqual(['b2']);
    expect(press('ArrowLeft')).toBe('b1');
    expect(press('ArrowLeft')).toBe('b1');
    expect(press('ArrowUp')).toBe('a1');
    expect(press('End')).toBe('c1');
    expect(press('Home')).toBe('a1');
    expect(press('x')).toBe('a1');
    press('End');
    rerender(<List rows={['a', 'b']} />);
    expect(document.activeElement).toHaveTextContent('b1');
    expect(stops()).toEqual(['b1']);
    rerender(<List rows={[]} />);
  });

  it('gives the focus to the heading when the list goes with its last row', () => {
    function Section({ rows }: { rows: string[] }): React.JSX.Element {
      const roving = useRoving<HTMLUListElement>();
      return (
        <section data-section="a">
          <button>heading</button>
          <button>elsewhere</button>
          {rows.length === 0 ? null : (
            <ul {...roving}>
              {rows.map(row => (
                <li key={row}>
                  <button>{row}</button>
                </li>
              ))}
            </ul>
          )}
        </section>
      );
    }
    const { rerender } = render(<Section rows={['a']} />);
    screen.getByText('a').focus();
    rerender(<Section rows={[]} />);
    expect(screen.getByText('heading')).toHaveFocus();

    // Who is elsewhere is left there.
    rerender(<Section rows={['a']} />);
    screen.getByText('a').focus();
    screen.getByText('elsewhere').focus();
    rerender(<Section rows={[]} />);
    expect(screen.getByText('elsewhere')).toHaveFocus();
  });
});

describe('ui/words', () => {
  it.each([
    [5, '1 min'],
    [3540, '59 min'],
    [8 * 3600, '8 h'],
    [11_520, '3 h 12 min'],
    [24 * 3600, '1 day'],
    [7 * 24 * 3600, '7 days']
  ])('words %i s as %s', (seconds, words) => {
    expect(duration(trans, seconds)).toBe(words);
  });

  it('words distances and sizes', () => {
    expect(distance(trans, 100, 90)).toBe('in less than a minute');
    expect(distance(trans, 90, 100)).toBe('just now');
    expect(distance(trans, 0, 240)).toBe('4 min ago');
    expect(distance(trans, 7200, 0)).toBe('in 2 h');
    const sizes = [512, 1.5 * 2 ** 30, 16 * 2 ** 30];
    expect(sizes.map(bytes => size(trans, bytes))).toEqual([
      '0.5 kB',
      '1.5 GB',
      '16 GB'
    ]);
  });
});
