"""A Java server of one file."""

SERVER = "real"
HOLDS = "the page of the Java server"
COPIES = {"Page.java": "Page.java"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"real-java": {"command": ["java", "Page.java", "{port}"], "timeout": 60}}
