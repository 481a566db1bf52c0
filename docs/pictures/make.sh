#!/bin/sh
# Makes the pictures of the report: `sh docs/pictures/make.sh` after `make demo`, which builds the program. Needs chromium and pdftoppm (poppler-utils).
# One more argument names another paiban program.
set -eu
cd "$(dirname "$0")/../.."
paiban=${1:-target/debug/paiban}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
browse() {
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/profile" "$@" 2>/dev/null
}
shot() { # NAME WIDTH HEIGHT PAGE LEFT-OUT-ABOVE: a frame as wide as the screen it stands for
    printf '<body style="margin:0;overflow:hidden"><iframe src="%s" style="width:%spx;height:9000px;border:0;margin-top:-%spx">' \
        "$4" "$2" "$5" > "$work/frame.html"
    browse --window-size="$2,$3" --screenshot="$PWD/docs/pictures/$1.png" "file://$work/frame.html" > /dev/null
}
"$paiban" solve instances/hall-week.json --roster "$work/roster.json" > /dev/null
for lang in zh en; do
    "$paiban" report instances/hall-week.json "$work/roster.json" --out "$work/$lang.html" --lang "$lang"
    shot "report-$lang" 1000 900 "$lang.html" 0
    # Chromium's window is never narrower than 500 pixels: two phones stand side by side in it.
    printf '<body style="margin:0;background:#888;display:flex;gap:12px"><div style="width:360px;height:780px;overflow:hidden"><iframe src="%s.html" style="width:360px;height:9000px;border:0"></iframe></div><div style="width:360px;height:780px;overflow:hidden"><iframe src="%s.html#roster" style="width:360px;height:780px;border:0"></iframe></div>' \
        "$lang" "$lang" > "$work/phone.html"
    browse --window-size=732,780 --screenshot="$PWD/docs/pictures/phone-$lang.png" "file://$work/phone.html" > /dev/null
done
"$paiban" print instances/hall-week.json "$work/roster.json" --sheets "$work"
browse --no-pdf-header-footer --print-to-pdf="$work/sheet.pdf" "file://$work/WX-2026-03-09.html" > /dev/null
pdftoppm -r 90 -png -singlefile "$work/sheet.pdf" docs/pictures/sheet
