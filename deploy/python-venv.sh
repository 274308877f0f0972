#!/usr/bin/env bash
# Debian and Ubuntu ship Python without venv; as root it is installed, otherwise the command is said.
set -euo pipefail
if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq > /dev/null
  apt-get install -y -qq --no-install-recommends python3-venv > /dev/null
else
  echo "Python lacks venv. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
  exit 1
fi
