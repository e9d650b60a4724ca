import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import { type Decoder, nullable, number, shape, string } from '../core/decode';
import { LiveList } from '../core/livelist';
import type { Watch } from '../tokens';

const TOPIC = 'session';

/** How far back the plot goes, in s. */
export const SPAN = 60;

/** How much of one thing is in use: memory in bytes, `cpu` in CPUs, a `gpu` from 0 to 1. */
export interface IUsage {
  readonly id: string;
  readonly kind: string;
  /** `machine` where nothing limits this server: then all its users count together. */
  readonly scope: string | null;
  readonly name: string | null;
  /** By the server's clock, in epoch seconds. */
  readonly at: number;
  readonly used: number | null;
  readonly total: number | null;
  readonly memory_used: number | null;
  readonly memory_total: number | null;
}

export const usage: Decoder<IUsage> = shape<IUsage>({
  id: string,
  kind: string,
  scope: nullable(string),
  name: nullable(string),
  at: number,
  used: nullable(number),
  total: nullable(number),
  memory_used: nullable(number),
  memory_total: nullable(number)
});

/** One moment: which part of memory and of the CPUs was in use, from 0 to 1. */
export interface ISample {
  readonly at: number;
  readonly memory: number | null;
  readonly cpu: number | null;
}

/** What is in use, live while somebody looks; the server samples for nobody else. */
export class UsageModel {
  readonly #watch: Watch;

  constructor(watch: Watch) {
    this.#watch = watch;
    this.#list.changed.connect(this.#onList, this);
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  of(kind: string): readonly IUsage[] {
    return this.#list.data?.filter(row => row.kind === kind) ?? [];
  }

  /** Of the last minute, as far as somebody looked, the oldest first. */
  get samples(): readonly ISample[] {
    return this.#samples;
  }

  look(isLooking: boolean): void {
    const { received } = this.#watch;
    if (isLooking) {
      received.connect(this.#list.receive);
      this.#want ??= this.#watch.want(TOPIC, 'visible');
    } else {
      this.#want?.dispose();
      this.#want = null;
      received.disconnect(this.#list.receive);
    }
  }

  #onList(): void {
    const at = this.of('memory')[0]?.at ?? 0;
    const last = this.#samples[this.#samples.length - 1]?.at ?? 0;
    if (at !== last) {
      // What is newer than the newest was another server's.
      const kept = this.#samples.filter(
        sample => sample.at < at && sample.at > at - SPAN
      );
      const [memory, cpu] = [this.of('memory')[0], this.of('cpu')[0]];
      // Two that are not of the same whole do not go into one plot.
      const isSame = memory?.scope === cpu?.scope;
      this.#samples = [
        ...kept,
        { at, memory: partOf(memory), cpu: isSame ? partOf(cpu) : null }
      ];
    }
    this.#changed.emit();
  }

  readonly #list = new LiveList<IUsage>(TOPIC, usage, row => row.id);
  #samples: readonly ISample[] = [];
  #want: IDisposable | null = null;
  #changed = new Signal<this, void>(this);
}

/** Which part is in use, at most all. */
export function partOf(row: IUsage | undefined): number | null {
  return row?.used == null || !row.total
    ? null
    : Math.min(1, row.used / row.total);
}
