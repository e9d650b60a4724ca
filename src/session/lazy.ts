// What comes with the panel, or with the first thing that a person does.
export { copyDiagnostics } from './diagnostics';
export { openMenu } from './menu';
export { default as Section } from './section';
export { words } from './words';
