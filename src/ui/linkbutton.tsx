import * as React from 'react';

/** A button that looks like a link, within a sentence or below it. */
export function LinkButton(
  props: React.ButtonHTMLAttributes<HTMLButtonElement>
): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-RemoteIDE-button jp-mod-link"
      {...props}
    />
  );
}
