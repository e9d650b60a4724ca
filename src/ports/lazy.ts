// What comes with the panel, or with the first thing that a person does.
export { copyText, PortNews, stopPort } from './actions';
export { default as Section } from './section';
export { words } from './words';
