// All that @lumino/signaling takes from @lumino/coreutils, of which a bundler leaves nothing out.
export class PromiseDelegate {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
