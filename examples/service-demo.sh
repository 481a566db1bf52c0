#!/bin/sh
# A week from its submission to an absence and to what its wait target costs, over gRPC. Run it with `make demo-service`.
set -eu

paiban=${PAIBAN:-target/debug/paiban}
data=target/demo/service
clock=2026-03-06T00:00:00Z
rm -rf "$data"
mkdir -p "$data"

say() { printf '\n== %s\n' "$1"; }
run() { printf '$ paiban %s\n' "$*"; "$paiban" "$@" || true; }

say "The service starts, on this machine's own address. 启动服务"
: >"$data/out"
"$paiban" serve --listen 127.0.0.1:0 --data "$data/data" --clock "$clock" >"$data/out" 2>"$data/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
while ! grep -q listening "$data/out"; do
	kill -0 "$server" || { cat "$data/log"; exit 1; }
	sleep 0.1
done
PAIBAN_SERVER="http://$(awk '/listening/{print $NF; exit}' "$data/out")"
export PAIBAN_SERVER
echo "$PAIBAN_SERVER"

say "HR submits the example week and watches the solve. 提交一周并跟踪求解"
run roster create instances/hall-week.json --id w11 --seconds 20
run roster watch w11 --until-solved

say "HR publishes: the shifts can be claimed, the plan behind them is a promise. 发布"
run roster publish w11

# The first shift of a person's list whose answer looks like this: name, then the rule that speaks.
allowed() { "$paiban" shift list w11 --as "$1" | awk '/may claim/{getline; print $1; exit}'; }
refused() {
	"$paiban" shift list w11 --as "$1" |
		awk '/ no 不可/{getline; name=$1; getline; if ($1 !~ /^(plan|no_spot_free|has_it|day_taken|hall_not_allowed)$/) {print name; exit}}'
}
# Where only the full solve can tell whether the rest of the week breaks, it is asked without claiming.
blocked() {
	"$paiban" shift list w11 --as "$1" |
		awk '/ no 不可/{getline; name=$1; getline; if ($1=="plan") print name} /to be proven/{getline; print $1}' | head -n 6 | while read -r name; do
		if "$paiban" shift claim "$name" --as "$1" --dry-run --json | grep -q CLAIM_BREAKS_PLAN; then
			echo "$name"
			break
		fi
	done
}
staff="E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11 E12 E13 E14 E15 E16"

say "Three employees claim. The answer tells hours, premium and the comp day. 三名员工认领"
for who in E01 E06 E10; do
	shift=$(allowed "$who")
	[ -z "$shift" ] || run shift claim "$shift" --as "$who"
done

say "One is refused by a rule, with its article. 一人因规则被拒"
for who in $staff; do
	shift=$(refused "$who")
	[ -z "$shift" ] || { run shift claim "$shift" --as "$who"; break; }
done

say "One would break the plan, and is told which hours. 一人的认领将使计划无法成立"
found=
for who in E02 E05; do
	shift=$(blocked "$who")
	[ -z "$shift" ] || { found=yes; run shift claim "$shift" --as "$who"; break; }
done
[ -n "$found" ] || echo "None of the shifts asked about would break this week. 所询班务均不影响本周计划"

say "E03 is ill on Wednesday: the week is made to fit again, around all claims. E03 周三缺勤，重新优化"
run roster reoptimize w11 --absent E03:2026-03-11:2026-03-11 --seconds 5

say "What each minute of the wait target costs, for a planner. 每分钟等待目标的代价"
run roster frontier w11 --targets 6,12 --seconds 60

say "What happened, by whom. 操作记录"
run roster log w11

cat <<END

== Go on by hand. 继续体验
  export PATH="\$PWD/target/debug:\$PATH"
  paiban serve --data $data/data --clock $clock &
  paiban roster get w11
  paiban shift list w11 --as E06
  paiban shift claims w11 --as E06
  paiban shift ledger w11 --as E03
  paiban roster waits w11
  paiban roster frontier w11
  paiban roster close w11
  paiban roster export w11 --format text
END
