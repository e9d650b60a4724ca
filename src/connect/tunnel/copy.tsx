import type { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { copyText } from '../../ui/clipboard';

export interface ICopyProps {
  readonly trans: TranslationBundle;
  /** What is copied, such as "ssh command". */
  readonly name: string;
  /** Asked at the press. Where it fails, the card above says why. */
  readonly text: () => string | Promise<string>;
  readonly announce: (text: string) => void;
}

/** A button that copies, and stays the same one when the press made what it copies. */
export function Copy(props: ICopyProps): React.JSX.Element {
  const { trans, name, text, announce } = props;
  const [result, setResult] = React.useState<boolean | null>(null);
  React.useEffect(() => {
    const timer = setTimeout(() => {
      setResult(null);
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [result]);
  const copy = async () => {
    const isCopied = await copyText(text()).catch(() => null);
    setResult(isCopied);
    announce(
      isCopied === null
        ? trans.__('Not copied. Above is why.')
        : isCopied
          ? trans.__('Copied')
          : trans.__('The browser refused to copy')
    );
  };
  const Icon = result === true ? checkIcon : copyIcon;
  const label = trans.__('Copy the %1', name);
  return (
    <button
      type="button"
      className="jp-RemoteIDE-button jp-mod-minimal"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon.react tag="span" aria-hidden="true" />
      {result === false ? trans.__('The browser refused to copy') : null}
    </button>
  );
}
