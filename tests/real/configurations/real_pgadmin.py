"""pgAdmin under gunicorn, as the recipes have it."""

import os

SERVER = "real"
OPEN = "real-pgadmin/login"
HOLDS = "pgAdmin 4"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-pgadmin": {
        "command": [
            *(os.environ["PGADMIN"] + "/bin/gunicorn", "-b", "127.0.0.1:{port}", "--threads", "4"),
            *("-e", "SCRIPT_NAME={base_url}real-pgadmin", "--chdir", os.environ["PGADMIN_FOLDER"]),
            "pgAdmin4:app",
        ],
        "environment": {
            "PGADMIN_SETUP_EMAIL": "ann@example.org",
            "PGADMIN_SETUP_PASSWORD": "not-a-secret",
        },
        "absolute_url": True,
        "timeout": 120,
    }
}
