#!/bin/sh
# Makes src/firsthand/intake/static/intake/vendor/ again from the pinned packages; `build.sh --check` only compares with what is there.
# Needs node and npm. docs/how-to/vendored-scripts.md says when and why.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kept=$here/../../src/firsthand/intake/static/intake/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/sealing.js" "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --silent # every package is held against its hash in package-lock.json
node_modules/.bin/esbuild sealing.js --bundle --format=esm --minify --target=es2022 --legal-comments=none --log-level=warning --outfile=made/sealing.js
for package in @hpke/chacha20poly1305 @hpke/common @hpke/core @hpke/dhkem-x25519 @hpke/hybridkem-x-wing mlkem @noble/ciphers; do
    version=$(sed -n 's/^ *"version": *"\(.*\)".*/\1/p' "node_modules/$package/package.json")
    printf '%s %s\n\n' "$package" "$version"
    cat "node_modules/$package/LICENSE"
    printf '\n\n'
done | cat -s >made/LICENCES.txt
(cd made && sha256sum LICENCES.txt sealing.js >SHA256.txt)
if [ "${1:-}" = --check ]; then
    diff -r made "$kept" && echo "The same, byte for byte."
else
    mkdir -p "$kept" && cp made/* "$kept" && cat "$kept/SHA256.txt"
fi
