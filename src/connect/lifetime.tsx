import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ILifetimes } from '../contract';
import { StateDot } from '../ui/statedot';
import { duration } from '../ui/words';
import { DAY, lifetimeChoices } from './types';

export interface ILifetimeProps {
  readonly trans: TranslationBundle;
  readonly site: ILifetimes;
  /** Seconds. */
  readonly value: number;
  readonly onChange: (seconds: number) => void;
}

/** How long the next token is to work, folded away: a week suits most. */
export function Lifetime(props: ILifetimeProps): React.JSX.Element {
  const { trans, site, value, onChange } = props;
  const choices = lifetimeChoices(site);
  const [isCustom, setCustom] = React.useState(!choices.includes(value));
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
              onChange(
                chosen === 'custom'
                  ? wholeDays(value, site) * DAY
                  : Number(chosen)
              );
            }}
          >
            {choices.map(seconds => (
              <option key={seconds} value={String(seconds)}>
                {duration(trans, seconds)}
              </option>
            ))}
            {site.max < 2 * DAY ? null : (
              <option value="custom">{trans.__('Other…')}</option>
            )}
          </select>
        </label>
        {isCustom ? <Days {...props} /> : null}
      </div>
    </details>
  );
}

/** Any other number of days. What cannot be is said, and changes nothing. */
function Days(props: ILifetimeProps): React.JSX.Element {
  const { trans, site, value, onChange } = props;
  const most = mostDays(site);
  const [isWrong, setWrong] = React.useState(false);
  const key = React.useId();
  return (
    <>
      <label>
        {trans.__('Days')}
        <input
          className="jp-RemoteIDE-input"
          type="number"
          min="1"
          max={most}
          defaultValue={wholeDays(value, site)}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? key : undefined}
          onBlur={event => {
            if (isWrong) {
              // What is shown is what the next token gets.
              event.currentTarget.value = String(wholeDays(value, site));
              setWrong(false);
            }
          }}
          onChange={event => {
            const days = event.currentTarget.valueAsNumber;
            const isRight = Number.isInteger(days) && days >= 1 && days <= most;
            setWrong(!isRight);
            if (isRight) {
              onChange(days * DAY);
            }
          }}
        />
      </label>
      {isWrong ? (
        <p id={key} className="jp-RemoteIDE-warning" role="alert">
          <StateDot kind="error" />
          <span>{trans.__('Whole days, from 1 to %1.', String(most))}</span>
        </p>
      ) : null}
    </>
  );
}

function wholeDays(seconds: number, site: ILifetimes): number {
  return Math.min(Math.max(1, Math.round(seconds / DAY)), mostDays(site));
}

function mostDays({ max }: ILifetimes): number {
  return Math.max(1, Math.floor(max / DAY));
}
