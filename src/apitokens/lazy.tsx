// All that API tokens need once they are seen or used: one chunk, loaded then.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { hubUrl } from '../core/hub';
import type { IConnection, IRemoteIDEPanel, ISessionModel } from '../tokens';
import { Badge } from './badge';
import { ApiTokensModel } from './model';
import ApiTokensSection from './section';

export { words } from './words';

export interface ILoadOptions {
  readonly connection: IConnection;
  readonly session: ISessionModel;
  readonly panel: IRemoteIDEPanel;
  readonly trans: TranslationBundle;
}

/** The model, and the section that shows it. */
export interface ILoaded {
  readonly model: ApiTokensModel;
  readonly Section: () => React.JSX.Element;
  /** Stands in its heading. */
  readonly Badge: () => React.JSX.Element;
}

export function load(options: ILoadOptions): ILoaded {
  const { connection, session, panel, trans } = options;
  const model = new ApiTokensModel(connection, session);
  const page = hubUrl('token');
  const onHubTokenPage =
    page === null
      ? null
      : () => {
          window.open(page, '_blank', 'noopener');
        };
  const announce = (text: string) => {
    panel.announce(text);
  };
  const Section = () => (
    <ApiTokensSection {...{ trans, model, onHubTokenPage, announce }} />
  );
  return { model, Section, Badge: () => <Badge {...{ trans, model }} /> };
}
