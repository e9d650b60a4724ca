export type OpenIn = 'lab' | 'browser';

/** The user's settings. */
export interface IPreferences {
  openIn: OpenIn;
  /** Whether a tab that comes back with the layout starts its app. */
  startRestored: boolean;
}
