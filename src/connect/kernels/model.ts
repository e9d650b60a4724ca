import { type ISignal, Signal } from '@lumino/signaling';

import type { Client } from '../../core/client';
import { type IProblem, problemOf } from '../../core/result';
import {
  type IEnvironment,
  type IKernels,
  kernelMade,
  kernelsReply
} from './types';

const PATH = 'connect/kernels';

/** Which kernels an IDE will list, asked when somebody looks, and which of a person's environments become one. */
export class KernelsModel {
  readonly #client: KernelsModel.IClient;

  constructor(client: KernelsModel.IClient) {
    this.#client = client;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Null until the server has said it. */
  get data(): IKernels | null {
    return this.#data;
  }

  /** Why there are none, or no newer ones. */
  get problem(): IProblem | null {
    return this.#problem;
  }

  /** The kernel that was made last, as IDEs name it. */
  get made(): string | null {
    return this.#made;
  }

  /** Whether an environment becomes a kernel now. */
  isBusy(path: string): boolean {
    return this.#busy.has(path);
  }

  /** Why an environment did not become one at the last press. */
  problemOf(path: string): IProblem | null {
    return this.#problems.get(path) ?? null;
  }

  /** Never rejects: read `problem`. */
  async load(): Promise<void> {
    try {
      this.#data = kernelsReply(await this.#client.request(PATH));
      this.#problem = null;
    } catch (error) {
      this.#problem = problemOf(error);
    }
    this.#changed.emit();
  }

  /** Never rejects: read `problemOf`. Presses for one that overlap are one. */
  async make({ path }: IEnvironment): Promise<void> {
    if (this.#busy.has(path)) {
      return;
    }
    this.#busy.add(path);
    this.#problems.delete(path);
    this.#made = null;
    this.#changed.emit();
    try {
      const { kernel } = kernelMade(
        await this.#client.request(PATH, 'POST', { path })
      );
      await this.load();
      this.#made = kernel.display_name;
    } catch (error) {
      this.#problems.set(path, problemOf(error));
    }
    this.#busy.delete(path);
    this.#changed.emit();
  }

  #data: IKernels | null = null;
  #problem: IProblem | null = null;
  #made: string | null = null;
  readonly #busy = new Set<string>();
  readonly #problems = new Map<string, IProblem>();
  readonly #changed = new Signal<this, void>(this);
}

export namespace KernelsModel {
  export type IClient = Pick<Client, 'request'>;
}
