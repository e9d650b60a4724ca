# To be sourced in an interactive bash: . detach.sh <folder> <tag>; $front
# Starts a job of every kind that is detached, and two that are not (plain, and front in the foreground: not from in
# here, since a bash that sources a file does not pass a hang-up on to its jobs). Each is `sleep` by the name
# <folder>/<tag>-<kind>; the file <folder>/<tag> holds the kinds once all but the last are there.
folder=$1 tag=$2 kinds='plain disown nohup setsid forked subshell trap front' front="$1/$2-front 9999"
mkdir -p -m 700 "$folder" "$folder/screens"
export TMUX_TMPDIR=$folder SCREENDIR=$folder/screens
for kind in tmux screen; do command -v $kind >/dev/null && kinds="$kinds $kind"; done
for kind in $kinds; do ln -sf "$(command -v sleep)" "$folder/$tag-$kind"; done

"$folder/$tag-plain" 9999 &
"$folder/$tag-disown" 9999 &
disown
nohup "$folder/$tag-nohup" 9999 >/dev/null 2>&1 &
setsid "$folder/$tag-setsid" 9999 &
setsid --fork "$folder/$tag-forked" 9999
("$folder/$tag-subshell" 9999 &)
(trap '' HUP; exec "$folder/$tag-trap" 9999) &
# In two words: one would be run by the account's shell, and it may have none.
case $kinds in *tmux*) tmux -L "$tag" new-session -d "$folder/$tag-tmux" 9999 ;; esac
case $kinds in *screen*) screen -dmS "$tag" "$folder/$tag-screen" 9999 ;; esac
echo "$kinds" >"$folder/$tag.tmp" && mv "$folder/$tag.tmp" "$folder/$tag"
