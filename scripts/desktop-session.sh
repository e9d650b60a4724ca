#!/bin/sh
# A light desktop session (JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP): openbox and one terminal.
# openbox starts the terminal itself: a window that is mapped while openbox is still taking over stays unseen.
exec openbox --startup "xterm -geometry 100x30+60+60 -title Terminal"
