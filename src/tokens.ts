import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import type * as React from 'react';

import type { Client } from './core/client';
import type { Resource } from './core/resource';
import type { IDetail } from './core/result';
import type { Watch } from './core/watch';
import type {
  IApp,
  ICreatedApiToken,
  ICreateRequest,
  ILifetimes,
  IPastedAnswer,
  ISession,
  IStatus
} from './contract';

export type * from './contract';
export type { Client } from './core/client';
export type { Resource, ResourceState } from './core/resource';
export type { ICapability, IDetail, IProblem } from './core/result';
export type { Watch, WatchLevel, WatchState } from './core/watch';

/** The way to the server half: one client and one live socket for the whole page. */
export interface IConnection {
  readonly client: Client;
  readonly watch: Watch;
}

export const IConnection = new Token<IConnection>(
  'jupyterlab-remote-ide:IConnection',
  'The client and the live socket of Remote IDE.'
);

/** What the server says of itself, asked at the first look and whenever another one may answer; observe it. */
export interface ISessionModel {
  readonly status: Resource<IStatus>;
  /** Where kernels run and for how long; loaded when the panel is shown. */
  readonly session: Resource<ISession>;
  /** How many seconds the server's clock is ahead of the browser's, as of `session`; null until it is known. */
  readonly ahead: number | null;
  /** Asks if it was not asked yet; never rejects, read `status.problem`. */
  ready(): Promise<void>;
  /** Leaves warnings of the server to another part of the page, which tells them in its own place. */
  leave(isTold: (warning: string) => boolean): void;
}

export const ISessionModel = new Token<ISessionModel>(
  'jupyterlab-remote-ide:ISessionModel',
  'The status of this server: mode, owner, capabilities.'
);

/** Makes API tokens for other features; the secret is theirs to drop. */
export interface IApiTokensModel {
  readonly changed: ISignal<IApiTokensModel, void>;
  /** Null until the server has said it. */
  readonly lifetimes: ILifetimes | null;
  create(request: ICreateRequest): Promise<ICreatedApiToken>;
  /** Asks the server anew, whatever is asked already, and says whether this id still stands; never rejects. */
  check(id: string): Promise<boolean>;
  /** When a request last came with this one, in ms of the browser's clock; null where none is known. */
  seenAt(id: string): number | null;
  /** Tries one that was made on the hub's page. @throws ProblemError with why it does not open this server */
  checkPasted(secret: string): Promise<IPastedAnswer>;
  /** Secrets revoked or expired elsewhere must not be copied again: whether this id stood when last asked. */
  isAlive(id: string): boolean;
}

/** The way to the API tokens made for IDEs, which load when somebody needs them. */
export interface IApiTokens {
  /** @throws Error where the page cannot load its part; it can be tried again. */
  open(): Promise<IApiTokensModel>;
}

export const IApiTokens = new Token<IApiTokens>(
  'jupyterlab-remote-ide:IApiTokens',
  'API tokens made for IDEs.'
);

/** The listening ports of this server, for tabs that show the page of one. */
export interface IPortsModel {
  readonly changed: ISignal<IPortsModel, void>;
  /** What something listens on; null where that is not known, or not all of it. */
  readonly listening: ReadonlySet<number> | null;
}

/** The apps of this server, for features that show or open one. */
export interface IAppsModel {
  readonly changed: ISignal<IAppsModel, void>;
  readonly apps: readonly IApp[];
  /** Those among them that run or are about to, whoever started them. */
  readonly alive: readonly IApp[];
  /** Told by the feature of the ports, where there is one. */
  ports?: IPortsModel;
}

export const IAppsModel = new Token<IAppsModel>(
  'jupyterlab-remote-ide:IAppsModel',
  'The apps of this server and their states.'
);

/** One part of the panel; those with one id stand below one heading, which is the first one's. */
export interface ISection {
  readonly id: string;
  /** Translated; the accessible name of the region and its heading. Empty: a strip without heading. */
  readonly title: string;
  /** Lower stands higher: session 10, connect 20, running 30, apps 40, API tokens 50, help 60. */
  readonly rank: number;
  /** Drawn inside the region; reads its own model. */
  readonly render: () => React.ReactElement;
  /** Drawn in the heading, beside the title: a count, what wants attention. */
  readonly renderBadge?: () => React.ReactElement | null;
  /** Whether it shows its heading alone until somebody unfolds it. */
  readonly isFolded?: boolean;
  /** Called when the panel comes into view and leaves it. */
  readonly onVisible?: (isVisible: boolean) => void;
  /** Called when the user asks for a refresh of everything. */
  readonly onRefresh?: () => void;
}

/** A button of the panel's toolbar. */
export interface ITool {
  readonly id: string;
  /** Translated: its tooltip and accessible name. */
  readonly label: string;
  readonly icon: LabIcon;
  /** Whether it opens a menu. */
  readonly hasMenu?: boolean;
  /** @param anchor - the button, for a menu below it */
  readonly onClick: (anchor: HTMLElement) => void;
}

/** What a sentence may name. */
export interface ISentenceContext {
  /** The app's title, or whatever the sentence is about. */
  readonly name?: string;
  /** What to install or set, in the server's own words. */
  readonly detail?: string;
  /** What the server knows besides, by name. */
  readonly facts?: IDetail | null;
}

/** What may be offered beside a sentence; a section does those it can. */
export interface ISentenceAction {
  /** `retry`, `reload`, or a feature's own word. */
  readonly id: string;
  /** Translated. */
  readonly label: string;
}

/** The sentences of one feature, for the reasons that its server half or its page gives. */
export interface IWords {
  /**
   * What happened and why; undefined for a reason that is not this feature's.
   *
   * @param trans - of Remote IDE; another extension takes its own
   * @param reason - a stable word in kebab-case
   */
  sentence(
    trans: TranslationBundle,
    reason: string,
    context: ISentenceContext
  ): string | undefined;
  /** The one action beside the sentence, if any. */
  action?(
    trans: TranslationBundle,
    reason: string
  ): ISentenceAction | undefined;
}

/** The Remote IDE panel, to which features and other extensions add sections. */
export interface IRemoteIDEPanel {
  addSection(section: ISection): IDisposable;
  /** Puts a button into the toolbar, behind those that are there. */
  addTool(tool: ITool): IDisposable;
  /**
   * Gives words to reasons, wherever the panel says one: in a warning of the server, in a line about what failed.
   *
   * @param load - asked for the words before the panel is first drawn, or at once where it is already
   */
  addWords(load: () => Promise<{ readonly words: IWords }>): IDisposable;
  /** Says something to screen readers, politely. */
  announce(text: string): void;
  /** Shows the panel with this section unfolded, in view and holding the keyboard's focus. */
  reveal(id: string): void;
  readonly isVisible: boolean;
}

export const IRemoteIDEPanel = new Token<IRemoteIDEPanel>(
  'jupyterlab-remote-ide:IRemoteIDEPanel',
  'The Remote IDE panel.'
);
