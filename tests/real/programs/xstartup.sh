#!/bin/sh
# A small desktop for the tests: a terminal that has the keyboard, and a window manager.
xterm -geometry 90x24+60+60 -title Terminal -e sh -c 'echo ready; exec sh' &
exec openbox
