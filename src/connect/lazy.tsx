// All that Connect needs once it is seen or used: one chunk, loaded then.
import { PageConfig } from '@jupyterlab/coreutils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { hubUrl } from '../core/hub';
import type {
  IApiTokens,
  IApiTokensModel,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import { copyText } from '../ui/clipboard';
import { ClientChoice } from './choice';
import { CLIENTS } from './clients';
import HelpSection from './help';
import { ConnectModel } from './model';
import { recipeOf } from './recipe';
import ConnectSection from './section';
import type { IRecipe } from './types';

/** What the panel shows and the commands do: one model for both. */
export class Connect {
  private constructor(
    private readonly _options: Connect.IOptions,
    apiTokens: IApiTokensModel,
    private readonly _recipes: readonly IRecipe[]
  ) {
    const { href } = window.location;
    const { connection, session } = _options;
    this._model = new ConnectModel({ connection, session, apiTokens, href });
    this._choice = new ClientChoice(_options.settings);
  }

  static async open(options: Connect.IOptions): Promise<Connect> {
    const [apiTokens, recipes] = await Promise.all([
      options.apiTokens.open(),
      Promise.all(CLIENTS.map(recipeOf))
    ]);
    return new Connect(options, apiTokens, recipes);
  }

  readonly Section = (): React.JSX.Element => {
    const { trans, session, panel } = this._options;
    return (
      <ConnectSection
        trans={trans}
        recipes={this._recipes}
        choice={this._choice}
        model={this._model}
        session={session}
        root={PageConfig.getOption('serverRoot')}
        hubHome={hubUrl('home')}
        hubTokenPage={hubUrl('token')}
        announce={text => {
          panel.announce(text);
        }}
      />
    );
  };

  readonly Help = (): React.JSX.Element => {
    const { trans, session } = this._options;
    return <HelpSection trans={trans} session={session} />;
  };

  /**
   * Copies what a client needs.
   *
   * @param isNew - whether to make a new token in any case
   * @throws Error where there is no such client
   */
  async copy(client: unknown, isNew: boolean): Promise<void> {
    const { trans, panel } = this._options;
    const recipe = this._recipes.find(({ id }) => id === client);
    if (recipe === undefined) {
      throw new Error(
        trans.__(
          'There is no client %1, only: %2.',
          JSON.stringify(client),
          this._recipes.map(({ id }) => id).join(', ')
        )
      );
    }
    const text = this._model.press(recipe, isNew);
    if (await copyText(text).catch(() => false)) {
      panel.announce(trans.__('Copied'));
    } else {
      // There the reason stands, or the button that copies what was made.
      this._choice.show(recipe.id);
      panel.reveal('connect');
    }
  }

  private readonly _model: ConnectModel;
  private readonly _choice: ClientChoice;
}

export namespace Connect {
  export interface IOptions {
    readonly connection: IConnection;
    readonly session: ISessionModel;
    readonly apiTokens: IApiTokens;
    readonly panel: IRemoteIDEPanel;
    readonly settings: ISettingRegistry | null;
    readonly trans: TranslationBundle;
  }
}
