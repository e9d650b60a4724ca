import type { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { copyText } from './clipboard';

export interface ICopyButtonProps {
  readonly trans: TranslationBundle;
  /** Read at the press, so that nothing copied is in the page before. */
  readonly text: () => string | Promise<string>;
  /** What the button is for: its accessible name and its tooltip. */
  readonly label: string;
  /** Shown beside the icon; without it the button is the icon alone. */
  readonly caption?: string;
  /** Called with whether the text is in the clipboard. */
  readonly onCopied?: (isCopied: boolean) => void;
}

/** How long a button says that it copied, in ms. */
const SAID = 2000;

/** A small button that copies one text and says so. */
export function CopyButton(props: ICopyButtonProps): React.JSX.Element {
  const { trans, text, label, caption, onCopied } = props;
  const [result, setResult] = React.useState<boolean | null>(null);
  React.useEffect(() => {
    const timer = setTimeout(() => {
      setResult(null);
    }, SAID);
    return () => {
      clearTimeout(timer);
    };
  }, [result]);
  const copy = async () => {
    const isCopied = await copyText(text()).catch(() => false);
    setResult(isCopied);
    onCopied?.(isCopied);
  };
  const Icon = result === true ? checkIcon : copyIcon;
  const said = (
    <span className="jp-RemoteIDE-said" role="status">
      {result === null
        ? null
        : result
          ? trans.__('Copied')
          : trans.__('The browser refused to copy')}
    </span>
  );
  return (
    <button
      type="button"
      className="jp-RemoteIDE-button jp-mod-minimal"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon.react tag="span" aria-hidden="true" />
      {caption === undefined ? (
        said
      ) : (
        <span className="jp-RemoteIDE-caption">
          {/* Keeps its room while something else is said in its place. */}
          <span style={result === null ? {} : { visibility: 'hidden' }}>
            {caption}
          </span>
          {said}
        </span>
      )}
    </button>
  );
}
