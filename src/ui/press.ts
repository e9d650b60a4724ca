import type * as React from 'react';

/** For a link that opens in its own way when it is pressed plainly; with a modifier it is a link like any other. */
export function onPlainPress(
  open: () => void
): (event: React.MouseEvent) => void {
  return event => {
    if (!(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      open();
    }
  };
}
