/** The drive of real-time collaboration shows the default drive under another name. */
const DEFAULT_DRIVES = ['', 'RTC'];

/** Where an app shall open, from a path of the file browser. */
export interface IFolder {
  /** A path of the default drive, without slash in front; null to let the app choose. */
  readonly path: string | null;
  /** The folder lies on a drive that is no disk of the server, such as `s3:`. */
  readonly isElsewhere: boolean;
}

/** Reads a path of the file browser, which may carry a drive: `RTC:work/data`, `s3:bucket`. */
export function readFolder(path: string | null | undefined): IFolder {
  if (path === null || path === undefined) {
    return { path: null, isElsewhere: false };
  }
  // As Contents does: only a colon before the first slash ends a drive's name.
  const [first = ''] = path.split('/');
  const colon = first.indexOf(':');
  const drive = colon < 0 ? '' : first.slice(0, colon);
  if (!DEFAULT_DRIVES.includes(drive)) {
    return { path: null, isElsewhere: true };
  }
  const inside = colon < 0 ? path : path.slice(colon + 1);
  return { path: inside.replace(/^\/+|\/+$/g, ''), isElsewhere: false };
}

/** A file in the folder where an app shall open. */
export interface IFile {
  /** Its name there. */
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** A path of the file browser as its folder, drive included, and the name in it. */
export function splitPath(path: string): { folder: string; file: string } {
  const slash = path.lastIndexOf('/');
  const start = slash < 0 ? path.indexOf(':') + 1 : slash + 1;
  const folder = path.slice(0, slash < 0 ? start : slash);
  return { folder, file: path.slice(start) };
}
