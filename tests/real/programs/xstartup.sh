#!/bin/sh
# A small desktop for the tests: a terminal that has the keyboard, and a window manager.
# openbox starts the terminal itself: a window that is mapped while openbox is still taking over stays unseen.
exec openbox --startup "xterm -geometry 90x24+60+60 -title Terminal -e sh -c 'echo ready; exec \${SHELL:-sh}'"
