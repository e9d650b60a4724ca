// A loader for rspack.config.cjs: all that comes with the panel becomes one module, whose parts the minifier can put
// into each other. Compressed that is 1 kB less than a module for each `import()`.
const { readdirSync, readFileSync } = require('fs');
const { dirname, join } = require('path');

const LIB = join(__dirname, '..', 'lib');
const NAME = 'webpackChunkName: "panel"';
const IMPORT = new RegExp(
  `import\\(\\s*/\\* ${NAME} \\*/\\s*'([^']+)'\\s*\\)`,
  'g'
);

const files = readdirSync(LIB, { recursive: true }).map(name =>
  join(LIB, name)
);
const parts = [
  ...new Set(
    files
      .filter(file => file.endsWith('.js'))
      .flatMap(file =>
        Array.from(readFileSync(file, 'utf8').matchAll(IMPORT), ([, to]) =>
          join(dirname(file), `${to}.js`)
        )
      )
  )
].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)); // so it compresses best
const all = parts
  .map(
    (part, index) => `export * as part${index} from ${JSON.stringify(part)};`
  )
  .join('\n');
const url = `data:text/javascript,${encodeURIComponent(all)}`;

/** Turns `import('./part')` into a part of the one. */
module.exports = function (source) {
  return source.replace(IMPORT, (_, to) => {
    const index = parts.indexOf(join(dirname(this.resourcePath), `${to}.js`));
    return `import(/* ${NAME} */ ${JSON.stringify(url)}).then(all => all.part${index})`;
  });
};
