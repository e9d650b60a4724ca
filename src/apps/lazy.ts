// What comes with the panel, or with the first thing that a person does.
export { AppActions } from './actions';
export { openApp, openUrl } from './describe';
export { default as Section, RunningApps } from './section';
export { words } from './words';
