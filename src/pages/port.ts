import type { TranslationBundle } from '@jupyterlab/translation';

import { boolean, number, shape, string, withDefault } from '../core/decode';
import { LiveList } from '../core/livelist';
import { Timer } from '../core/timer';
import type { ILostData } from './data';
import { part, showBack } from './parts';
import { lostWords } from './sentences';
import type { IPageServer } from './server';

/** As much of a row of the list of ports as this page looks at. */
interface IRow {
  readonly id: string;
  readonly port: number;
  readonly kind: string;
  readonly reachable: boolean;
}

const row = shape<IRow>({
  id: string,
  port: number,
  kind: string,
  reachable: withDefault(boolean, false)
});

/** Who listens may not answer yet; nor is the page to be loaded again and again. In ms. */
const PATIENCE = 1000;

/**
 * The page at an address where nothing answers.
 *
 * @param reload - called when a program is there
 */
export function showPort(
  trans: TranslationBundle,
  data: ILostData,
  server: IPageServer,
  reload: () => void
): void {
  const { title, text } = lostWords(trans, data);
  document.title = title;
  part('title', 'h1').textContent = title;
  part('status', 'p').textContent = text;
  part('again', 'a').textContent = trans.__('Try again');
  showBack(trans);
  const { port, reason } = data;
  const isFree = reason === 'port-refused';
  // Of a port of another computer nothing is known.
  const isHere = window.location.pathname.split('/').includes(port ?? '');
  if (isHere && (isFree || reason === 'port-silent')) {
    new AwaitedPort(server, Number(port), isFree, reload, () => {
      const soon = trans.__(
        'The page appears here as soon as the program answers.'
      );
      part('status', 'p').textContent = `${text} ${soon}`;
    });
  }
}

/** Waits for a program by the list of ports. The page is not asked for again before: that would be activity. */
class AwaitedPort {
  readonly #port: number;
  readonly #reload: () => void;
  readonly #tell: () => void;

  /**
   * @param isFree - whether nothing listened there
   * @param tell - called once the list is known
   */
  constructor(
    { watch }: IPageServer,
    port: number,
    isFree: boolean,
    reload: () => void,
    tell: () => void
  ) {
    this.#port = port;
    this.#reload = reload;
    this.#tell = tell;
    this.#first = isFree ? '' : null;
    this.#list.changed.connect(this.#onList, this);
    watch.received.connect(this.#list.receive);
    watch.want('ports', 'background');
  }

  /** What listens, and as what; empty where nothing does. */
  get #found(): string {
    const it = this.#list.data?.find(
      one => one.reachable && one.port === this.#port
    );
    return it ? it.id + it.kind : '';
  }

  #onList(): void {
    if (this.#list.data === null) {
      return;
    }
    this.#tell();
    // Who listened and did not answer is waited for until it changes.
    this.#first ??= this.#found;
    if (this.#found !== this.#first) {
      this.#timer.set(PATIENCE, () => {
        if (this.#found !== '') {
          this.#reload();
        }
      });
    }
  }

  readonly #list = new LiveList('ports', row, ({ id }) => id);
  readonly #timer = new Timer();
  #first: string | null;
}
