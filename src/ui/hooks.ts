import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

/** What a view needs of a model. */
export interface IObservable {
  readonly changed: ISignal<unknown, unknown>;
}

/** Reads a model and draws again when it changes: the one way from a model into a component. */
export function useModel<M extends IObservable, T>(
  model: M,
  read: (model: M) => T
): T {
  const [, redraw] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    const onChanged = () => {
      redraw();
    };
    model.changed.connect(onChanged);
    redraw(); // for what changed between the drawing and now
    return () => {
      model.changed.disconnect(onChanged);
    };
  }, [model]);
  return read(model);
}

/** The browser's time in ms, anew every `interval` ms while the component is drawn. */
export function useNow(interval: number): number {
  const [now, setNow] = React.useState(() => Date.now());
  React.useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, interval);
    return () => {
      clearInterval(timer);
    };
  }, [interval]);
  return now;
}

/** What to spread on the element around the rows. */
export interface IRoving<E extends HTMLElement> {
  readonly ref: React.RefObject<E>;
  readonly onFocus: (event: React.FocusEvent) => void;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
}

const FOCUSABLE = 'a[href], button, input, summary, [data-roving]';

/**
 * Makes a list one tab stop: up and down go between its rows (the children of the element), left and right
 * between what stands in a row, Home and End to the ends. Give what is inside no `tabIndex`: this hook does. A row
 * that is to take the focus itself carries `data-roving`.
 */
export function useRoving<E extends HTMLElement>(): IRoving<E> {
  const ref = React.useRef<E>(null);
  const last = React.useRef<IPlace | null>(null);

  React.useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) {
      // The last row went away and the list with it: the keyboard goes on at the heading of the section.
      if (isLost(last.current)) {
        last.current?.section?.querySelector<HTMLElement>('button')?.focus();
      }
      last.current = null;
      return;
    }
    const all = itemsOf(list);
    let current = last.current?.element;
    if (current === undefined || !all.includes(current)) {
      const rows = rowsOf(list);
      const row = rows[Math.min(last.current?.row ?? 0, rows.length - 1)];
      current = row?.[0];
      // The focused row went away: its neighbour takes over, or the keyboard starts at the top of the page.
      if (isLost(last.current)) {
        current?.focus();
      }
    }
    only(all, current);
  });

  return {
    ref,
    onFocus: event => {
      const list = ref.current;
      const element = event.target;
      if (list !== null && element instanceof HTMLElement) {
        const row = rowsOf(list).findIndex(r => r.includes(element));
        if (row >= 0) {
          const section = list.closest('[data-section]');
          last.current = { element, row, section };
          only(itemsOf(list), element);
        }
      }
    },
    onKeyDown: event => {
      const list = ref.current;
      if (list === null || event.altKey || event.ctrlKey || event.metaKey) {
        return;
      }
      const next = neighbour(rowsOf(list), event);
      if (next !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        next.focus();
      }
    }
  };
}

/** Where the focus was. */
interface IPlace {
  readonly element: HTMLElement;
  readonly row: number;
  readonly section: Element | null;
}

/** Whether the focus went away with what had it. */
function isLost(place: IPlace | null): boolean {
  return (
    place !== null &&
    !place.element.isConnected &&
    document.activeElement === document.body
  );
}

function rowsOf(list: HTMLElement): HTMLElement[][] {
  return Array.from(list.children)
    .map(row => [
      ...(row instanceof HTMLElement && row.matches(FOCUSABLE) ? [row] : []),
      ...row.querySelectorAll<HTMLElement>(FOCUSABLE)
    ])
    .filter(row => row.length > 0);
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return rowsOf(list).flat();
}

function only(
  all: readonly HTMLElement[],
  current: HTMLElement | undefined
): void {
  for (const item of all) {
    const index = item === current ? 0 : -1;
    if (item.tabIndex !== index) {
      item.tabIndex = index; // what is written is news to whoever watches the page
    }
  }
}

function neighbour(
  all: HTMLElement[][],
  event: React.KeyboardEvent
): HTMLElement | undefined {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || isEditing(target, key)) {
    return undefined;
  }
  const row = all.findIndex(r => r.includes(target));
  const here = all[row] ?? [];
  const column = here.indexOf(target);
  switch (key) {
    case 'ArrowDown':
      return at(all[row + 1], column);
    case 'ArrowUp':
      return at(all[row - 1], column);
    case 'ArrowRight':
      return here[column + 1];
    case 'ArrowLeft':
      return here[column - 1];
    case 'Home':
      return all[0]?.[0];
    case 'End':
      return at(all[all.length - 1], 0);
    default:
      return undefined;
  }
}

function at(
  row: HTMLElement[] | undefined,
  column: number
): HTMLElement | undefined {
  return row?.[Math.min(column, row.length - 1)];
}

/** In a text field the arrows move the caret. */
function isEditing(target: HTMLElement, key: string): boolean {
  return (
    target instanceof HTMLInputElement &&
    target.type === 'text' &&
    key !== 'ArrowUp' &&
    key !== 'ArrowDown'
  );
}
