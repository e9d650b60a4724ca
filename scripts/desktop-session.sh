#!/bin/sh
# A light desktop session (JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP): openbox and one terminal.
xterm -geometry 100x30+60+60 -title Terminal &
exec openbox
