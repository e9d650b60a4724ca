// All that Connect needs once it is seen or used: one chunk, loaded then.
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
import { addClientIcons } from './icons';
import { ConnectModel } from './model';
import { recipeOf } from './recipe';
import ConnectSection from './section';

export { words } from './words';

/** What the panel shows and the commands do: one model for both. */
export class Connect {
  readonly #options: Connect.IOptions;

  private constructor(options: Connect.IOptions, apiTokens: IApiTokensModel) {
    this.#options = options;
    const { href } = window.location;
    const { connection, session } = options;
    this.#model = new ConnectModel({
      ...{ connection, session, apiTokens, href },
      hubRoot: hubUrl('..')
    });
    this.#choice = new ClientChoice(options.settings);
  }

  static async open(options: Connect.IOptions): Promise<Connect> {
    const connect = new Connect(options, await options.apiTokens.open());
    await recipeOf(CLIENTS[0], connect.#model.ask);
    addClientIcons();
    return connect;
  }

  readonly Section = (): React.JSX.Element => {
    const { trans, session, panel } = this.#options;
    return (
      <ConnectSection
        trans={trans}
        clients={CLIENTS}
        choice={this.#choice}
        model={this.#model}
        session={session}
        hubTokenPage={hubUrl('token')}
        announce={text => {
          panel.announce(text);
        }}
      />
    );
  };

  /** The section, in the chunk of the clients, whose manuals it shows. */
  async help(): Promise<() => React.JSX.Element> {
    const chunk = import(/* webpackChunkName: "clients" */ './help');
    const { default: HelpSection } = await chunk;
    const { trans, session } = this.#options;
    return () => (
      <HelpSection
        trans={trans}
        session={session}
        model={this.#model}
        choice={this.#choice}
        clients={CLIENTS}
        hubHome={hubUrl('home')}
      />
    );
  }

  /**
   * Copies what a client needs.
   *
   * @param isNew - whether to make a new token in any case
   * @throws Error where there is no such client
   */
  async copy(client: unknown, isNew: boolean): Promise<void> {
    const { trans, panel } = this.#options;
    const listed = CLIENTS.find(({ id }) => id === client);
    if (listed === undefined) {
      throw new Error(
        trans.__(
          'There is no client %1, only: %2.',
          JSON.stringify(client),
          CLIENTS.map(({ id }) => id).join(', ')
        )
      );
    }
    // Handed over at once: the press must not grow old while a script or a token comes.
    const text = recipeOf(listed, this.#model.ask).then(recipe =>
      this.#model.press(recipe, isNew ? 'keep-used' : null)
    );
    if (await copyText(text).catch(() => false)) {
      panel.announce(trans.__('Copied'));
    } else {
      // There the reason stands, or the button that copies what was made.
      this.#choice.show(listed.id);
      panel.reveal('connect');
    }
  }

  readonly #model: ConnectModel;
  readonly #choice: ClientChoice;
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
