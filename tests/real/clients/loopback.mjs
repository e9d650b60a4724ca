// For `node --import`: hub.test and what is below it are this machine, as no DNS knows them.
import dns from 'node:dns';

const real = dns.lookup;
dns.lookup = (name, options, done) => {
  if (!/(^|\.)hub\.test$/.test(name)) {
    return real(name, options, done);
  }
  const [wanted, tell] = done === undefined ? [{}, options] : [options, done];
  const address = '127.0.0.1';
  return wanted?.all === true
    ? tell(null, [{ address, family: 4 }])
    : tell(null, address, 4);
};
