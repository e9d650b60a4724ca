// A loader for rspack.config.cjs: all that comes with the panel becomes one module, whose parts the minifier can put
// into each other. Compressed that is 1 kB less than a module for each `import()`. What comes later, at a press, takes
// what it shares with the panel from that one module, too: a module that two chunks ask for would stand apart, which
// costs 70 bytes each.
const { readdirSync, readFileSync } = require('fs');
const { dirname, join } = require('path');

const LIB = join(__dirname, '..', 'lib');
const LATER =
  /import\(\s*\/\* webpackChunkName: "([^"]+)" \*\/\s*'([^']+)'\s*\)/g;
const FROM = /^(?:import|export) [^'"]*?from '(\.[^']+)';$/gm;
const NAMED =
  /^import (?:([\w$]+)(?:, )?)?(?:\{([^}]*)\} )?\s*from '(\.[^']+)';$/gm;

const texts = new Map(
  readdirSync(LIB, { recursive: true })
    .filter(name => name.endsWith('.js'))
    .map(name => join(LIB, name))
    .map(file => [file, readFileSync(file, 'utf8')])
);

/** The file that a file means by this, as a module of ours or as the index of a folder. */
function resolve(file, to) {
  const path = join(dirname(file), to);
  return [`${path}.js`, join(path, 'index.js')].find(one => texts.has(one));
}

/** What is asked for later, by the name of its chunk. */
function later(isPanel) {
  const found = new Set();
  for (const [file, text] of texts) {
    for (const [, chunk, to] of text.matchAll(LATER)) {
      if ((chunk === 'panel') === isPanel) {
        found.add(resolve(file, to));
      }
    }
  }
  return [...found];
}

/** These files, and all that they ask for at once. */
function reach(files, known = new Set()) {
  for (const file of files) {
    if (file !== undefined && !known.has(file)) {
      known.add(file);
      const text = texts.get(file);
      reach(
        Array.from(text.matchAll(FROM), ([, to]) => resolve(file, to)),
        known
      );
    }
  }
  return known;
}

// The order that compresses best.
const parts = later(true).sort(
  (a, b) => a.length - b.length || (a < b ? -1 : 1)
);
const start = reach([join(LIB, 'index.js')]);
const panel = new Set([...reach(parts)].filter(file => !start.has(file)));
const onDemand = new Set(
  [...reach(later(false))].filter(file => !start.has(file) && !panel.has(file))
);

/** What these take from the panel: the name it gets in the one module, by file and name. */
const shared = new Map();
for (const file of onDemand) {
  for (const [, whole, names, to] of texts.get(file).matchAll(NAMED)) {
    const from = resolve(file, to);
    if (panel.has(from)) {
      for (const { name } of specifiers(whole, names)) {
        const key = `${from} ${name}`;
        shared.set(key, shared.get(key) ?? `shared${shared.size}`);
      }
    }
  }
}

/** Of an import: what it is called there, and here. */
function specifiers(whole, names = '') {
  return [
    ...(whole ? [{ name: 'default', as: whole }] : []),
    ...names
      .split(',')
      .map(one => one.trim())
      .filter(one => one !== '')
      .map(one => one.split(/ as /))
      .map(([name, as = name]) => ({ name, as }))
  ];
}

const all = [
  ...parts.map(
    (part, index) => `export * as part${index} from ${JSON.stringify(part)};`
  ),
  ...Array.from(shared, ([key, as]) => {
    const [from, name] = key.split(' ');
    // A name of its own: what only hands another's on would be gone round.
    return `import { ${name} as ${as}_ } from ${JSON.stringify(from)}; export const ${as} = ${as}_;`;
  })
].join('\n');
const url = JSON.stringify(`data:text/javascript,${encodeURIComponent(all)}`);

/** Turns `import('./part')` into a part of the one, and what is taken from the panel into what that one shares. */
module.exports = function (source) {
  const file = this.resourcePath;
  const own = source.replace(LATER, (text, chunk, to) => {
    const index = parts.indexOf(resolve(file, to));
    return chunk === 'panel'
      ? `import(/* webpackChunkName: "panel" */ ${url}).then(all => all.part${index})`
      : text;
  });
  return !onDemand.has(file)
    ? own
    : own.replace(NAMED, (text, whole, names, to) => {
        const from = resolve(file, to);
        if (!panel.has(from)) {
          return text;
        }
        const taken = specifiers(whole, names).map(
          ({ name, as }) => `${shared.get(`${from} ${name}`)} as ${as}`
        );
        return `import { ${taken.join(', ')} } from ${url};`;
      });
};
