import type { ITrans } from '../types';

/** What an IDE, ssh or curl may say, and what it means here. The first that fits is told. */
const ERRORS: readonly (readonly [
  said: RegExp,
  answer: (trans: ITrans) => string
])[] = [
  [
    /self[- ]signed|unable to (verify the first|get (local )?issuer)|UNABLE_TO_|CERT_UNTRUSTED|PKIX|CERTIFICATE_VERIFY_FAILED/i,
    trans =>
      trans.__(
        'The program does not know who signed the certificate. In VS Code switch on the setting “jupyter.allowUnauthorizedRemoteConnection”; elsewhere add your site’s certificate to your computer.'
      )
  ],
  [
    /certificate has expired|CERT_HAS_EXPIRED|altnames|ALTNAME/i,
    trans =>
      trans.__(
        'The certificate has expired or is for another name. Tell your administrator.'
      )
  ],
  [
    /wrong version number|EPROTO|packet length too long|plain HTTP request was sent to HTTPS/i,
    trans =>
      trans.__(
        'The URL says https where the server speaks http, or the other way round. Copy the connection URL anew.'
      )
  ],
  [
    /_xsrf/i,
    trans =>
      trans.__(
        'The token did not come along, or is not accepted. Remove the entry in the program and paste a new connection URL.'
      )
  ],
  [
    /remote host identification has changed|host key verification failed/i,
    trans =>
      trans.__(
        'The login host shows another key than before. Ask your administrator whether that is right.'
      )
  ],
  [
    /address already in use|cannot listen to port|could not request local forwarding/i,
    trans =>
      trans.__(
        'The tunnel’s port is taken on your computer, perhaps by an older tunnel. End that one, then start it again.'
      )
  ],
  [
    /open failed: connect failed|administratively prohibited|no route to host/i,
    trans =>
      trans.__(
        'The tunnel stands, but does not reach the server: its job may have ended, or another command is needed.'
      )
  ],
  [
    /permission denied \(|publickey/i,
    trans =>
      trans.__(
        'ssh does not let you in. Try the same name and key as when you log in by ssh.'
      )
  ],
  [
    /already exists/i,
    trans =>
      trans.__(
        'The program has an entry with this address already. Remove it there, then paste the URL.'
      )
  ],
  [
    /invalid (username|user name)|invalid jupyterhub url/i,
    trans =>
      trans.__(
        'The server may not run, or the token may have ended. Start the server in the browser, then copy a new connection URL.'
      )
  ],
  [
    /ENOTFOUND|getaddrinfo|could not resolve|EAI_AGAIN|name or service not known/i,
    trans =>
      trans.__('Your computer does not know this address. Is the VPN on?')
  ],
  [
    /ECONNREFUSED|connection refused|ERR_CONNECTION_REFUSED/i,
    trans =>
      trans.__(
        'Nothing answers there: the server has stopped, or the tunnel is not open.'
      )
  ],
  [
    /ETIMEDOUT|timed? ?out|ECONNRESET|socket hang up|network is unreachable|failed to fetch/i,
    trans =>
      trans.__(
        'There was no answer. Look whether JupyterLab still answers in the browser, and whether the VPN or the tunnel is on.'
      )
  ],
  [
    /\b405\b|method not allowed/i,
    trans =>
      trans.__(
        'The URL is the hub’s, not your server’s. Copy the connection URL from here.'
      )
  ],
  [
    /\b40[13]\b|forbidden|unauthorized|kernel is dead|waiting to be idle|invalid (password|credentials|token)/i,
    trans =>
      trans.__(
        'The token is refused, or was ended. Remove the entry in the program and paste a new connection URL.'
      )
  ],
  [
    /\b404\b|not found/i,
    trans =>
      trans.__(
        'There is no server at this address, or it does not run. Start it in the browser; if it runs, paste a new connection URL.'
      )
  ],
  [
    /\b(424|50[0234])\b|bad gateway|service unavailable|gateway time/i,
    trans =>
      trans.__(
        'The server does not run, or starts just now. Open it in the browser, then try again.'
      )
  ],
  [
    /non-local|Host header/i,
    trans =>
      trans.__(
        'The server answers to “localhost” alone. Use the address that was copied from here.'
      )
  ]
];

/** What an error means; null where there is none, or nothing is known of it. */
export function explain(trans: ITrans, text: string): string | null {
  const found = ERRORS.find(([said]) => said.test(text));
  return found === undefined ? null : found[1](trans);
}
