"""The configuration that hub.py starts JupyterHub with; RIDE_HUB holds its facts as JSON."""

# mypy: ignore-errors
import json
import os
import shutil
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import default

facts = json.loads(os.environ["RIDE_HUB"])
folder = Path(facts["folder"])


class AccountSpawner(LocalProcessSpawner):
    """Runs every hub user, however named, as an ordinary account, in a folder of the user's own."""

    @property
    def account(self):
        accounts = facts["accounts"]
        return accounts.get(self.user.name, accounts["*"])

    @property
    def home(self):
        return Path(self.account["home"]) / "hub" / self.user.escaped_name

    @default("shell_cmd")
    def _no_shell(self):
        return []

    def make_preexec_fn(self, name):
        uid, gid, home = self.account["uid"], self.account["gid"], self.home

        def become():
            home.mkdir(parents=True, exist_ok=True)
            for made in (home.parent, home):
                os.chown(made, uid, gid)
            if os.getuid() != uid:
                os.setgroups([])
                os.setgid(gid)
                os.setuid(uid)
            os.umask(0o022)
            os.chdir(home)

        return become

    def user_env(self, env):
        env.update(self.account["environment"], HOME=str(self.home))
        env.update(facts["environments"].get(self.user.name, {}))
        return env

    async def move_certs(self, paths):
        """As upstream's, which looks up a system account of the hub user's name."""
        made = Path(self.account["home"]) / "certs" / self.user.escaped_name
        made.mkdir(parents=True, exist_ok=True)
        found = {}
        for name, path in paths.items():
            found[name] = shutil.copy(path, made)
            os.chown(found[name], self.account["uid"], self.account["gid"])
        return found


class OwnerScopes(list):
    """The grant of docs/operators: a list for JSON, a callable for each spawn."""

    def __call__(self, spawner):
        return [f"tokens!user={spawner.user.name}"]


c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://127.0.0.1:{facts['port']}{facts['base_url']}"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = facts["hub_port"]
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
c.JupyterHub.pid_file = str(folder / "hub.pid")
c.JupyterHub.spawner_class = AccountSpawner
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.allow_named_servers = True
c.JupyterHub.services = [{"name": "rig", "api_token": facts["api_token"]}]
c.JupyterHub.load_roles = [
    {
        "name": "rig",
        "scopes": ["admin:users", "admin:servers", "tokens", "access:servers", "list:users"],
        "services": ["rig"],
    }
]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{facts['proxy_port']}"
c.ConfigurableHTTPProxy.auth_token = facts["proxy_token"]
c.ConfigurableHTTPProxy.command = facts["proxy"]
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
c.Authenticator.allow_all = True
c.Authenticator.admin_users = set(facts["admins"])
c.DummyAuthenticator.password = facts["password"]
c.Spawner.cmd = [str(Path(facts["venv"]) / "bin" / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = 60
c.Spawner.http_timeout = 60
c.Spawner.env_keep = ["LANG"]
if facts["told"] == "public_url":
    c.JupyterHub.public_url = f"http://{facts['host']}:{facts['port']}{facts['base_url']}"
elif facts["told"] == "subdomain_host":
    c.JupyterHub.subdomain_host = f"http://{facts['host']}:{facts['port']}"
c.JupyterHub.internal_certs_location = str(folder / "internal-ssl")
if facts["debug"]:
    c.JupyterHub.log_level = "DEBUG"
if facts["owner_tokens"]:
    c.Spawner.oauth_client_allowed_scopes = OwnerScopes(["tokens!user"])
exec(facts["extra"])
