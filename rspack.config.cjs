// Added to what @jupyter/builder makes of package.json: styles are in the scripts, where nothing else would minify them.
const { SwcJsMinimizerRspackPlugin } = require('@rspack/core');

const ecma = 2022;

module.exports = {
  target: ['web', `es${ecma}`],
  optimization: {
    // Short names for what only one build sees: 1 kB of the whole, compressed.
    moduleIds: 'natural',
    mangleExports: 'size',
    minimizer: [
      new SwcJsMinimizerRspackPlugin({
        minimizerOptions: {
          ecma,
          compress: {
            ecma,
            passes: 3,
            keep_fargs: false,
            inline: 0,
            reduce_funcs: false,
            unsafe_arrows: true
          },
          mangle: true,
          format: { comments: false }
        }
      })
    ]
  },
  module: {
    rules: [
      { scheme: 'data', sideEffects: false },
      {
        test: /[\\/]lib[\\/].*\.js$/,
        enforce: 'pre',
        loader: require.resolve('./scripts/panelcode.cjs')
      },
      {
        test: /\.raw\.css$/,
        enforce: 'pre',
        loader: 'builtin:lightningcss-loader',
        options: { minify: true }
      }
    ]
  }
};
