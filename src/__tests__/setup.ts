// What jsdom lacks and JupyterLab or Lumino ask for while they are imported or drawn (jest.config.js loads this).
import '@testing-library/jest-dom';

import { addWords } from '../ui/messages';
import { allWords } from './allwords';

class QuietObserver implements ResizeObserver, IntersectionObserver {
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds = [];

  observe(): void {
    // Nothing is ever laid out.
  }

  unobserve(): void {
    // Nothing is ever laid out.
  }

  disconnect(): void {
    // Nothing is ever laid out.
  }

  takeRecords(): [] {
    return [];
  }
}

class PlainDragEvent extends MouseEvent implements DragEvent {
  readonly dataTransfer = null;
}

function matchMedia(media: string): MediaQueryList {
  const target = new EventTarget();
  return Object.assign(target, {
    matches: false,
    media,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined
  });
}

Object.assign(window, {
  DragEvent: PlainDragEvent,
  IntersectionObserver: QuietObserver,
  ResizeObserver: QuietObserver,
  matchMedia,
  requestIdleCallback: (run: IdleRequestCallback) =>
    window.setTimeout(() => {
      run({ didTimeout: false, timeRemaining: () => 50 });
    }, 0),
  cancelIdleCallback: (handle: number) => {
    window.clearTimeout(handle);
  }
});
Element.prototype.scrollIntoView = () => undefined;

// As the panel does before it is drawn: a section alone has no words.
beforeAll(async () => {
  for (const words of (await allWords()).values()) {
    addWords(words);
  }
});
