#!/usr/bin/env bash
# The programs that tests drive. As root on Debian or Ubuntu they are installed; elsewhere what is missing is
# said, and the tests that need it skip, visibly (with CI=true a skip is a failure).
set -euo pipefail

declare -A package=([chromium]=chromium)
missing=()
for program in "${!package[@]}"; do
  command -v "$program" > /dev/null || [ -x "/usr/sbin/$program" ] || missing+=("${package[$program]}")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
  echo "Installing ${missing[*]} for the tests ..."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq > /dev/null
  apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-noto-core > /dev/null
else
  echo "Not installed: ${missing[*]}. The tests that need these are skipped." >&2
fi
