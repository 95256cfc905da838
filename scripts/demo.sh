#!/bin/sh
# Reads the example articles and shows what Attaché makes of them. `demo.sh ATTACHE`
set -eu
attache=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."

rm -rf demo
mkdir demo
export ATTACHE_STORE=demo/store

"$attache" add tests/articles
echo
echo "Who met whom, where, when and why:"
"$attache" query who-met-whom
"$attache" export --format turtle -o demo/graph.ttl
"$attache" export --format dot -o demo/graph.dot
"$attache" export --format svg -o demo/graph.svg
echo
echo "Written: demo/graph.ttl, demo/graph.dot, demo/graph.svg (open it in a browser), and the store, demo/store."
echo "Next:  target/release/attache show Solheim --store demo/store"
echo "       target/release/attache add YOUR-ARTICLE.txt --date $(date +%Y-%m-%d) --store demo/store"
