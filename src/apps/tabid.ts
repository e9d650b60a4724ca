import { type IApp, nameOf, TAB_PREFIX } from './types';

/**
 * The port at an address of the server, its path and its number; null where that leads elsewhere.
 *
 * @param place - what stands behind the base URL; the id of a port's tab has it, too
 */
export function portAt(place: string): RegExpExecArray | null {
  const path = place.replace('remote-ide-port:', '');
  return /^proxy\/(?:absolute\/)?(\d+)(?:\/|$)/.exec(path);
}

/** The id of the tab that shows an app, one for each folder that it opens. No name of an app has a “?”. */
export function tabId({ name }: IApp, folder: string | null): string {
  return (
    TAB_PREFIX +
    name +
    (folder === null ? '' : `?${encodeURIComponent(wellFormed(folder))}`)
  );
}

/** The folder in the id of a tab; null where it has none. */
export function folderOf(id: string): string | null {
  const [, folder] = id.split('?');
  return folder === undefined || nameOf(id) === null
    ? null
    : new URLSearchParams(`f=${folder}`).get('f'); // reads anything, also what nobody has encoded
}

/** A name as an address can hold it: the server's disk may have some that are no text. */
export function wellFormed(name: string): string {
  return name.replace(/[\ud800-\udfff]/gu, '\ufffd');
}

/** Two folders of one app have two tabs, which are told apart by it. */
export function tabTitle({ title }: IApp, folder: string | null): string {
  const name = folder?.split('/').pop() ?? '';
  return name === '' ? title : `${title} — ${name}`;
}
