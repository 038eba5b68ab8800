#!/bin/sh
# Double-click on macOS: starts gdviz and keeps the Terminal open where it could not.
folder=$(dirname "$0")
for python in python3.13 python3.12 python3.11 python3; do
    if "$python" -c pass >/dev/null 2>&1; then
        "$python" "$folder/run.py" "$@" && exit 0
        printf 'Press Return to close this window. '
        read -r _
        exit 1
    fi
done
echo 'gdviz needs Python 3.11, 3.12 or 3.13: install one from python.org, then start again.'
printf 'Press Return to close this window. '
read -r _
exit 1
