import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ILifetimes } from '../contract';
import { Note } from '../ui/note';
import { duration } from '../ui/words';
import { DAY, lifetimeChoices } from './types';

export interface ILifetimeProps {
  readonly trans: TranslationBundle;
  readonly site: ILifetimes;
  /** Seconds. */
  readonly value: number;
  /** Whether there is one already, with an end of its own. */
  readonly isHeld: boolean;
  readonly onChange: (seconds: number) => void;
}

/** How long the next token is to work: a quiet line, whose time is a list. */
export function Lifetime(props: ILifetimeProps): React.JSX.Element {
  const { trans, site, value, isHeld, onChange } = props;
  const choices = lifetimeChoices(site);
  const [isCustom, setCustom] = React.useState(!choices.includes(value));
  const works = (seconds: number) =>
    isHeld
      ? trans.__('New tokens work %1', duration(trans, seconds))
      : trans.__('Works %1', duration(trans, seconds));
  return (
    <>
      <p className="jp-RemoteIDE-quiet jp-RemoteIDE-terms">
        <select
          aria-label={trans.__('Lifetime')}
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
              {works(seconds)}
            </option>
          ))}
          {site.max < 2 * DAY ? null : (
            <option value="custom">
              {isCustom ? works(value) : trans.__('Other…')}
            </option>
          )}
        </select>{' '}
        {isHeld ? null : (
          <span>{`· ${trans.__('while the server runs')}`}</span>
        )}
      </p>
      {isCustom ? <Days {...props} /> : null}
    </>
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
      <label className="jp-RemoteIDE-days">
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
        <Note id={key} kind="error" role="alert">
          {trans.__('Whole days, from 1 to %1.', String(most))}
        </Note>
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
