import {
  array,
  boolean,
  type Decoder,
  nullable,
  shape,
  string
} from '../../core/decode';

/** One that an IDE will list. */
export interface IKernel {
  readonly name: string;
  readonly display_name: string;
  readonly language: string;
  /** Why it does not start; null where nothing is known against it. */
  readonly reason: string | null;
  /** The path of its program, where that is the reason. */
  readonly detail: string | null;
}

/** A folder with a Python of its own that can be a kernel. */
export interface IEnvironment {
  readonly path: string;
  readonly name: string;
  readonly has_ipykernel: boolean | null;
  readonly is_kernel: boolean;
}

/** Where `%pip install` goes in the default Python kernel; null what is not known. */
export interface IPackages {
  /** What the site says instead. */
  readonly text: string | null;
  readonly target: string | null;
  readonly is_writable: boolean | null;
  readonly is_temporary: boolean | null;
  readonly is_user_site: boolean | null;
  readonly index: string | null;
  readonly no_index: boolean | null;
}

export interface IKernels {
  readonly kernels: readonly IKernel[];
  /** The name of one of them. */
  readonly default: string;
  readonly environments: readonly IEnvironment[];
  readonly packages: IPackages;
}

const kernel: Decoder<IKernel> = shape<IKernel>({
  name: string,
  display_name: string,
  language: string,
  reason: nullable(string),
  detail: nullable(string)
});

export const kernelsReply: Decoder<IKernels> = shape<IKernels>({
  kernels: array(kernel),
  default: string,
  environments: array(
    shape<IEnvironment>({
      path: string,
      name: string,
      has_ipykernel: nullable(boolean),
      is_kernel: boolean
    })
  ),
  packages: shape<IPackages>({
    text: nullable(string),
    target: nullable(string),
    is_writable: nullable(boolean),
    is_temporary: nullable(boolean),
    is_user_site: nullable(boolean),
    index: nullable(string),
    no_index: nullable(boolean)
  })
});

export const kernelMade: Decoder<{ readonly kernel: IKernel }> = shape({
  kernel
});
