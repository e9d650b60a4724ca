import { type ISignal, Signal } from '@lumino/signaling';

import { sayHello } from '../../core/outsider';
import { problemOf } from '../../core/result';
import type { ConnectModel } from '../model';
import { checksReply, type ICheck, merged, ofWelcome } from './checks';

/** Whether an IDE would get in here, found out when somebody asks. */
export class DoctorModel {
  readonly #connect: ConnectModel;

  constructor(connect: ConnectModel) {
    this.#connect = connect;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** What was found; null before the first look, and while one is under way. */
  get checks(): readonly ICheck[] | null {
    return this.#checks;
  }

  /** Why the server did not look, as a reason. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Whether there was a token to try. */
  get isTokenTried(): boolean {
    return this.#isTokenTried;
  }

  /** Looks from this browser and from the server at once, with what the client of this id was given. */
  async check(client: string): Promise<void> {
    const secret = this.#connect.secret(client);
    const { origin, hostname } = new URL(this.#connect.facts.address);
    this.#checks = this.#problem = null;
    this.#isTokenTried = secret !== '';
    this.#changed.emit();
    const { client: server, watch } = this.#connect.connection;
    const asked = (this.#asked = {});
    const [here, there] = await Promise.all([
      secret === ''
        ? null
        : sayHello(server.serverSettings, secret).then(welcome =>
            ofWelcome(welcome, hostname)
          ),
      this.#ask({ origin, ...(secret === '' ? {} : { secret }) })
    ]);
    if (this.#asked === asked) {
      const detail = { host: hostname };
      const socket: ICheck[] =
        watch.state === 'open'
          ? [{ id: 'socket', ok: true, reason: null, detail }]
          : watch.state === 'refused'
            ? [{ id: 'socket', ok: false, reason: 'socket-refused', detail }]
            : [];
      this.#checks = merged([...(here ? [here] : []), ...there, ...socket]);
      this.#changed.emit();
    }
  }

  /** Of the page's own address, as the server sees it; no token is tried. */
  async checkCertificate(): Promise<void> {
    const asked = (this.#asked = {});
    const { origin } = new URL(this.#connect.facts.address);
    const found = await this.#ask({ origin });
    if (this.#asked === asked) {
      this.#checks = found;
      this.#changed.emit();
    }
  }

  async #ask(wish: object): Promise<readonly ICheck[]> {
    try {
      const { client } = this.#connect.connection;
      return checksReply(await client.request('connect/check', 'POST', wish))
        .checks;
    } catch (error) {
      this.#problem = problemOf(error).reason;
      return [];
    }
  }

  readonly #changed = new Signal<this, void>(this);
  #checks: readonly ICheck[] | null = null;
  #problem: string | null = null;
  #isTokenTried = false;
  /** Stands for the last look. */
  #asked: object | null = null;
}
