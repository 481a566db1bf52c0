#!/bin/sh
# One week of a hall, from its submission to what its wait target costs, over gRPC. Run it with `make demo`.
# PAIBAN names another program; PAIBAN_DEMO_SOLVE and PAIBAN_DEMO_FRONTIER are the seconds of the two longest steps.
set -eu

paiban=${PAIBAN:-target/debug/paiban}
folder=target/demo
data=$folder/data
clock=2026-03-01T00:00:00Z
rm -rf "$data"
mkdir -p "$folder"
: >"$folder/out"

say() { printf '\n== %s\n   %s\n' "$1" "$2"; }
# Shows a command and what it answers. A refusal is a part of the story; that nothing answers is not.
run() {
	printf '$ paiban %s\n' "$*"
	"$paiban" "$@" 2>&1 || [ $? -eq 1 ]
}

say "The service starts, on this machine's own address" "服务启动，只监听本机地址"
"$paiban" serve --listen 127.0.0.1:0 --data "$data" --clock "$clock" >"$folder/out" 2>"$folder/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
while ! grep -q listening "$folder/out"; do
	kill -0 "$server" 2>/dev/null || { cat "$folder/log"; exit 1; }
	sleep 0.1
done
PAIBAN_SERVER="http://$(awk '/listening/{print $NF; exit}' "$folder/out")"
export PAIBAN_SERVER
echo "$PAIBAN_SERVER, its clock at $clock"

say "HR submits a week of 16 people, and watches cost and proven bound meet" "人事提交 16 人的一周，成本与下界逐渐靠拢"
run roster create instances/hall-week.json --id w11 --seconds "${PAIBAN_DEMO_SOLVE:-20}"
run roster watch w11 --until-solved

say "The week, from its printed sheet: * is work on a rest day, 补 the day given back for it" "班表（节选）：* 为休息日上班，补为补休"
run roster export w11 --format text | awk '!NF {blank++} blank < 3'

say "HR publishes: from now on people claim shifts, and whatever they claim, the week stays staffed" "人事发布：员工可认领，且无论如何认领，全周始终有人在岗"
run roster publish w11

# In a person's list: a line with the answer, one with the name of the shift, then what stands against it or what it earns.
allowed() { "$paiban" shift list w11 --as "$1" | awk '/may claim/ {getline; print $1; exit}'; }
rest_earned() {
	"$paiban" shift list w11 --as "$1" | awk '/^20/ {name = ""} /may claim/ {getline; name = $1} /comp day/ && name {print name; exit}'
}
full_day() { "$paiban" shift list w11 --as "$1" | awk '/ 540 min .* OPEN .*no 不可/ {getline; print $1; exit}'; }
late_monday() { "$paiban" shift list w11 --as "$1" | awk '/^2026-03-09 .* 11:00 .* OPEN/ {getline; print $1; exit}'; }

say "E06 claims a shift: the answer tells hours and premium" "E06 认领一班：告知工时与加班费"
run shift claim "$(allowed E06)" --as E06

say "E14 works part time, and a full day is against the law: refused, with the article and what would do instead" "E14 为非全日制，整天的班违反规定：告知条文与可改领的班务"
run shift claim "$(full_day E14)" --as E14

say "E02 and E03 alone serve firms, and cannot both be late on Monday. Who asks when it would break the week is told which hours nobody could fill" "只有 E02 与 E03 能办集团业务，周一不能都上晚班：会使本周排不齐的认领被拒，并告知无人可补的时段"
for who in E02 E03; do
	run shift claim "$(late_monday $who)" --as $who | tee "$folder/late"
	if grep -q PENDING "$folder/late"; then
		# A proof that takes longer goes on by itself.
		while "$paiban" shift claims w11 --as $who | grep -q PENDING; do sleep 1; done
		run shift claims w11 --as $who | tee -a "$folder/late"
	fi
	grep -q ACCEPTED "$folder/late" || break
done

say "E03 claims five days, then a sixth: that earns a day off, and the answer names the day" "E03 认领五天，再认领第六天：可得补休，并告知补休日"
for day in 1 2 3 4 5; do
	run shift claim "$(allowed E03)" --as E03 | sed -n 1,2p
done
run shift claim "$(rest_earned E03)" --as E03

say "E10 asks before claiming, and then claims" "E10 先询问，再认领"
shift=$(allowed E10)
run shift claim "$shift" --as E10 --dry-run
run shift claim "$shift" --as E10

say "E03 is ill on Wednesday: the week is made to fit again around all other claims, moving as few people as it can" "E03 周三缺勤：重新优化，其他认领不变，尽量少动"
run roster reoptimize w11 --absent E03:2026-03-11:2026-03-11 --seconds 5
run shift claims w11 --as E03 | sed -n '1p; /^WITHDRAWN/p'

say "What E10 sees of it: his own days, and nobody else's" "E10 看到的：只有自己的班"
run shift mine w11 --as E10

say "A planner asks what a minute less waiting costs: for an ideal staff, and for today's people" "规划者：少等一分钟的代价，理想用工与现有人员各一条曲线"
run roster frontier w11 --targets 6,12 --seconds "${PAIBAN_DEMO_FRONTIER:-60}"

say "What happened, by whom" "操作记录"
run roster log w11

cat <<END

== Go on by hand
   继续体验
  export PATH="\$PWD/target/debug:\$PATH"
  paiban serve --data $data --clock $clock &    # kill %1 ends it 结束服务
  paiban roster get w11
  paiban roster export w11 --format text
  paiban shift list w11 --as E06
  paiban shift claim rosters/w11/openShifts/NAME --as E06    # a NAME of that list 取自上面的列表
  paiban shift ledger w11 --as E03
  paiban roster waits w11
  paiban roster close w11
END
