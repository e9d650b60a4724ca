import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import apitokensStyles from '../../src/apitokens/apitokens.raw.css';

import { useModel, useNow } from '../ui/hooks';
import { StateDot } from '../ui/statedot';
import type { ApiTokensModel } from './model';
import { endsSoon, standing } from './types';
import { addStyles } from '../ui/styles';

addStyles(apitokensStyles);

/** In the heading: how many there are, and a sign where one wants attention. */
export function Badge(props: {
  trans: TranslationBundle;
  model: ApiTokensModel;
}): React.JSX.Element | null {
  const { trans, model } = props;
  const rows = useModel(model, m => m.list.data);
  const now = useNow(30_000) / 1000 + useModel(model, m => m.ahead);
  const shown = standing(rows ?? [], now);
  if (shown.length === 0) {
    return null;
  }
  const alert = shown.some(({ reason }) => reason !== null)
    ? trans.__('one opens nothing')
    : shown.some(row => endsSoon(row, now))
      ? trans.__('one ends within a day')
      : '';
  return (
    <span
      className="jp-RemoteIDE-count"
      title={alert === '' ? undefined : alert}
    >
      {alert === '' ? null : <StateDot kind="warn" />}
      <span>{shown.length}</span>
      <span className="jp-RemoteIDE-hidden">{alert}</span>
    </span>
  );
}
