@echo off
rem Double-click on Windows: starts gdviz and keeps the window open where it could not.
setlocal
where py >nul 2>nul
if not errorlevel 1 (
    py -3 "%~dp0run.py" %*
    goto done
)
where python >nul 2>nul
if not errorlevel 1 (
    python "%~dp0run.py" %*
    goto done
)
echo gdviz needs Python 3.11, 3.12 or 3.13: install one from python.org, then start again.
pause
exit /b 1
:done
if not errorlevel 1 exit /b 0
set code=%errorlevel%
pause
exit /b %code%
