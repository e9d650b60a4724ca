"""pgAdmin under gunicorn, as the recipes have it."""

import os

SERVER = "real"
OPEN = "real-pgadmin/login"
HOLDS = "<title>pgAdmin 4</title>"
FILES = {
    "pgadmin/config_local.py": "import os\n"
    'DATA_DIR = os.path.expanduser("~/pgadmin")\n'
    'LOG_FILE = DATA_DIR + "/pgadmin4.log"\n'
    'SQLITE_PATH = DATA_DIR + "/pgadmin4.db"\n'
    'SESSION_DB_PATH = DATA_DIR + "/sessions"\n'
    'STORAGE_DIR = DATA_DIR + "/storage"\n'
    'AZURE_CREDENTIAL_CACHE_DIR = DATA_DIR + "/azure"\n'
    'KERBEROS_CCACHE_DIR = DATA_DIR + "/kerberos"\n'
}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-pgadmin": {
        "command": [
            *(os.environ["PGADMIN"] + "/bin/gunicorn", "-b", "127.0.0.1:{port}", "--threads", "4"),
            *("-e", "SCRIPT_NAME={base_url}real-pgadmin", "--chdir", os.environ["PGADMIN_FOLDER"]),
            "pgAdmin4:app",
        ],
        "environment": {
            "PYTHONPATH": os.getcwd() + "/pgadmin",  # noqa: PTH109
            "PGADMIN_SETUP_EMAIL": "ann@example.org",
            "PGADMIN_SETUP_PASSWORD": "not-a-secret",
        },
        "absolute_url": True,
        "timeout": 120,
    }
}
