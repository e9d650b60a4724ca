import { app, type IApp } from '../apps/types';
import {
  type Decoder,
  detail as facts,
  nullable,
  number,
  shape,
  string
} from '../core/decode';
import type { IDetail } from '../core/result';

/** What the server writes into each page: see jupyterlab_remote_ide/pages/pages.py. */
export interface IPageData<T> {
  /** Below the host, with a slash at the end. */
  readonly base_url: string;
  readonly page: T;
}

/** The app as it was when the page was made. `now`: the server's clock then, in epoch seconds. */
export interface IStartData {
  readonly app: IApp;
  readonly now: number;
}

/** `url`: what stands in the frame; below the host. */
export interface IHostData {
  readonly app: IApp;
  readonly url: string;
}

/** Why nothing answers at the address of an app or a port; one of `name` and `port` is there. */
export interface ILostData {
  readonly name: string | null;
  readonly port: string | null;
  readonly reason: string;
  readonly detail: string | null;
  readonly facts: IDetail | null;
}

export const startData = shape<IStartData>({ app, now: number });

export const hostData = shape<IHostData>({ app, url: string });

export const lostData = shape<ILostData>({
  name: nullable(string),
  port: nullable(string),
  reason: string,
  detail: nullable(string),
  facts
});

/** The data of this page, of which the element holds JSON. */
export function pageData<T>(decode: Decoder<T>): IPageData<T> {
  const text = document.getElementById('remote-ide-data')?.textContent;
  return shape<IPageData<T>>({ base_url: string, page: decode })(
    JSON.parse(text ?? 'null')
  );
}
