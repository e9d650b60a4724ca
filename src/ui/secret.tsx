import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import maskSvg from '../../style/icons/mask.svg';
import revealSvg from '../../style/icons/reveal.svg';
import { IconButton } from './iconbutton';

const revealIcon = new LabIcon({
  name: 'remote-ide:reveal',
  svgstr: revealSvg
});
const maskIcon = new LabIcon({ name: 'remote-ide:mask', svgstr: maskSvg });

export interface ISecretProps {
  readonly trans: TranslationBundle;
  /** What is shown while masked; holds nothing of the secret. */
  readonly masked: string;
  /** Read only while revealed. */
  readonly value: () => string;
  /** What it is, such as "connection URL". */
  readonly label: string;
}

/** How long a secret stays readable, in ms. */
export const REVEALED = 30_000;

/** A secret that is in the page only after a press, and for 30 s. */
export function Secret(props: ISecretProps): React.JSX.Element {
  const { trans, masked, value, label } = props;
  const [isRevealed, setRevealed] = React.useState(false);
  React.useEffect(() => {
    if (!isRevealed) {
      return;
    }
    const timer = setTimeout(() => {
      setRevealed(false);
    }, REVEALED);
    return () => {
      clearTimeout(timer);
    };
  }, [isRevealed]);
  return (
    <div className="jp-RemoteIDE-secret">
      <code className="jp-RemoteIDE-secretText" data-revealed={isRevealed}>
        {isRevealed ? value() : masked}
      </code>
      <IconButton
        icon={isRevealed ? maskIcon : revealIcon}
        label={
          isRevealed
            ? trans.__('Hide the %1', label)
            : trans.__('Show the %1 for 30 seconds', label)
        }
        aria-pressed={isRevealed}
        onClick={() => {
          setRevealed(!isRevealed);
        }}
      />
    </div>
  );
}
