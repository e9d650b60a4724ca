"""The words that say why, stable and in kebab case: the browser has a sentence for each.

``rest-api.yml`` has the same lists as schemas of the same names.
"""

from __future__ import annotations

from typing import Literal

# Why jupyter-server-proxy is not there, or lets no processes be ruled.
ProxyProblem = Literal[
    "proxy-load-failed",
    "proxy-link-failed",
    "proxy-import-failed",
    "proxy-disabled",
    "proxy-not-installed",
    "proxy-not-loaded",
    "proxy-handler-names",
    "proxy-state",
]

# Why API tokens cannot be read or written.
StorageProblem = Literal[
    "storage-silent",
    "storage-unreadable",
    "storage-untrusted",
    "storage-unwritable",
]

# Of one API token that is there and opens nothing.
TokenReason = Literal[
    "token-ahead",
    "token-damaged",
    "token-not-removed",
    "token-other-version",
    "token-unreadable",
    "token-untrusted",
]

# Why a kernel that is listed does not start.
KernelReason = Literal[
    "interpreter-gone",
    "no-ipykernel",
]

# Of a request that was refused, and of what cannot be done here.
Reason = Literal[
    # who asks, and how
    "ide-token",
    "not-authorized",
    "not-logged-in",
    "not-owner",
    "xsrf",
    "bad-json",
    "bad-request",
    "internal-error",
    "method-not-allowed",
    "missing-field",
    "not-found",
    "unknown-field",
    # the session
    "hub-manual",
    "hub-only",
    "no-hub",
    # the tunnel
    "hub-no-tunnel",
    "no-tcp-port",
    "unsafe-name",
    # kernels
    "kernel-disk-full",
    "kernel-not-listed",
    "kernel-not-written",
    "kernels-unknown",
    KernelReason,
    # API tokens
    "apitoken-exists",
    "bad-access",
    "bad-browser",
    "bad-existing",
    "bad-expires-in",
    "bad-note",
    "bad-recipe",
    "hub-busy",
    "hub-fixed",
    "hub-login-again",
    "hub-odd-answer",
    "hub-refused",
    "hub-silent",
    "no-authentication",
    "no-such-apitoken",
    "other-identity-provider",
    "pasted-no-access",
    "pasted-other-user",
    "pasted-unknown",
    "turned-off",
    StorageProblem,
    # ports
    "bad-field",
    "jupyter-server",
    "kernel",
    "managed-app",
    "no-scan-method",
    "port-changed",
    "ports-disabled",
    # apps
    "app-absent",
    "app-external",
    "app-unreachable",
    "apps-open-only",
    "bad-after",
    "bad-file",
    "bad-folder",
    "folder-not-on-disk",
    "folder-not-utf8",
    "folder-outside-root",
    "not-ended",
    ProxyProblem,
]

# Of an app's state.
AppReason = Literal[
    "answers-5xx",
    "apps-open-only",
    "bad-command",
    "bad-definition",
    "cannot-execute",
    "command-empty",
    "command-ended",
    "command-failed",
    "could-not-start",
    "crash-loop",
    "environment-failed",
    "exited",
    "exited-before-ready",
    "folder-missing",
    "internal-error",
    "interpreter-missing",
    "listens-elsewhere",
    "module-needed",
    "name-never-matches",
    "name-taken",
    "needs-server-restart",
    "not-answering",
    "not-configured",
    "not-ended",
    "not-http",
    "other-user-on-port",
    "paused",
    "port-taken",
    "program-missing",
    "redirects-away",
    "respawning",
    "restarting",
    "runs-outside",
    "silent",
    "speaks-tls",
    "start-timeout",
    "stopped-by-person",
    "stopping",
    "unknown-placeholder",
    "wrapper-failed",
]

# Of a port that is hidden or out of reach.
PortReason = Literal[
    "checking",
    "debugger",
    "internal",
    "ipv6-only",
    "jupyter-server",
    "kernel",
    "managed-app",
    "no-proxy",
    "not-http",
    "not-on-loopback",
    "other-loopback",
    "other-program-on-port",
    "other-user-on-port",
    "side-port",
    "tls",
]

# What is wrong with this server.
ServerWarning = Literal[
    "apitokens-failed",
    "apps-failed",
    "connect-failed",
    "hub-server-token",
    "legacy-singleuser",
    "names-hide-pages",
    "no-token",
    "ports-failed",
    "session-failed",
    ProxyProblem,
    StorageProblem,
]

# Of a script's request for a page of an app or a port, beside the app's own reason and that of the visitor.
ProxiedReason = Literal[
    "app-running",
    "app-starting",
    "app-stopped",
    "cross-site",
    "definition-failed",
    "host-unreachable",
    "own-port",
    "port-refused",
    "port-silent",
]

# What a connection check looks at.
CheckId = Literal["certificate", "idle", "login", "outside", "socket", "time-left", "token"]

# Why a connection may not come about.
CheckReason = Literal[
    "certificate-expired",
    "certificate-incomplete",
    "certificate-name",
    "certificate-private",
    "hub-login-again",
    "hub-unknown",
    "idle-stop",
    "job-ends-soon",
    "login-elsewhere",
    "not-from-here",
    "other-server",
    "portal",
    "proxy-error",
    "socket-refused",
    "token-no-access",
    "token-other-user",
    "token-refused",
]
