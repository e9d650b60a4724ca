import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { duration } from '../ui/words';
import { LIFETIMES } from './types';

const HOUR = 3600;
const DAY = 24 * HOUR;

export interface ILifetimeProps {
  readonly trans: TranslationBundle;
  /** Seconds. */
  readonly value: number;
  readonly onChange: (seconds: number) => void;
}

/** How long the next token is to work, folded away: a week suits most. */
export function Lifetime(props: ILifetimeProps): React.JSX.Element {
  const { trans, value, onChange } = props;
  const [isCustom, setCustom] = React.useState(!LIFETIMES.includes(value));
  return (
    <details className="jp-RemoteIDE-lifetime">
      <summary>
        {trans.__('New tokens work for %1', duration(trans, value))}
      </summary>
      <div className="jp-RemoteIDE-form">
        <label>
          {trans.__('Lifetime')}
          <select
            className="jp-RemoteIDE-input"
            value={isCustom ? 'custom' : String(value)}
            onChange={event => {
              const { value: chosen } = event.currentTarget;
              setCustom(chosen === 'custom');
              if (chosen !== 'custom') {
                onChange(Number(chosen));
              }
            }}
          >
            {LIFETIMES.map(seconds => (
              <option key={seconds} value={String(seconds)}>
                {duration(trans, seconds)}
              </option>
            ))}
            <option value="custom">{trans.__('Other…')}</option>
          </select>
        </label>
        {isCustom ? (
          <label>
            {trans.__('Days')}
            <input
              className="jp-RemoteIDE-input"
              type="number"
              min="0.01"
              step="any"
              defaultValue={String(Math.round((value / DAY) * 100) / 100)}
              onChange={event => {
                const days = event.currentTarget.valueAsNumber;
                if (days > 0) {
                  onChange(days * DAY);
                }
              }}
            />
          </label>
        ) : null}
      </div>
    </details>
  );
}
