//! What is wrong with an input and what to do, in Chinese.
//!
//! One sentence a code: names and numbers stand in the subject and in the English text, so they are not told twice.

/// The sentence for a code.
pub(super) fn remedy_zh(code: &str) -> Option<&'static str> {
    Some(match code {
        // The file itself.
        "no_wait_target" => {
            "没有既有客流预测又有忙时等待目标的客户类别，请为一类客户填写 busy_target。"
        }
        "unreadable" => "文件无法读取，请检查路径、权限和文件类别。",
        "file_too_large" => "文件过大，请按营业厅或按周拆分。",
        "not_utf8" => "文件不是 UTF-8 文本，请以 UTF-8 编码另存。",
        "not_json" => "此处不符合 JSON 语法，请改正或重新生成文件。",
        "too_deep" => "对象嵌套过深，没有字段需要这么多层，请去掉多余的层次。",
        "too_many_findings" => "问题过多，未全部列出；请先改正已列出的，或确认文件是否选对。",
        "too_many_entries" => "条目过多，请合并条目或拆分算例。",
        // Fields and values.
        "duplicate_key" => "同一对象中键重复出现，请只保留一个。",
        "duplicate_field" => "同一字段以两种写法出现，请只保留一个。",
        "unknown_field" => "没有这个字段，请改正字段名或删除。",
        "unknown_value" => "取值不在允许的选项之内，请改用所列选项之一。",
        "wrong_type" => "值的类型不对，请按要求的类型填写。",
        "number_out_of_range" => "数值超出允许范围，请改为范围内的数。",
        "negative_number" => "人数或数量不能为负，请填写零或正数。",
        "only_one" => "两个字段只能二选一，请删除其中一个。",
        "contradiction" => "两个字段互相矛盾，请只保留一个。",
        "bad_date" => "日期缺失、不存在或格式不对，请按“年-月-日”填写，月、日各两位。",
        "bad_time" => "时刻格式不对，请按“时:分”填写，各两位；次日的时刻用超过 24 的小时数。",
        "bad_weekday" => "星期无效，请填写 MONDAY 至 SUNDAY 之一。",
        "bad_zone" => "时区名称无效，请填写 IANA 时区名，如 Asia/Shanghai。",
        "bad_currency" => "币种无效，请填写三个大写字母的代码，如 CNY。",
        "missing_id" => "缺少标识，请填写每周保持不变的名称。",
        "bad_id" => "标识过长、含换行等控制字符或首尾有空格，请改短并去掉这些字符。",
        "duplicate_id" => "标识与另一条目重复，请为每个条目使用各自的标识。",
        "missing_name" => "属性没有名称，请写明所指的事实，如 nursing（哺乳期）。",
        "dates_reversed" => "结束日期早于开始日期，请对调。",
        "date_out_of_range" => "日期超出可处理的年份，请改正。",
        "date_outside_horizon" => {
            "日期不在排班期内，请改正日期，或删除此项；排班期之后的负荷请写入 outlook。"
        }
        "unknown_holidays" => "没有这个地方的节假日数据，请改用所列之一，或填 none。",
        "date_outside_calendar" => {
            "该日期的法定节假日安排尚无数据，请在日历已有的年份内排班，或等待数据更新。"
        }
        // Horizon, prices.
        "missing_horizon" => "缺少排班期，请给出开始日期、天数和时间间隔。",
        "horizon_length" => "排班期天数超出允许范围，请缩短，或至少给出一天。",
        "interval_length" => "时间间隔不可用，请选用 15、30 或 60 分钟。",
        "price_out_of_range" => "单价或比例超出允许范围，请改正。",
        "negative_price" => "单价不能为负，请填写零或正数。",
        // Halls, queues, posts, shifts.
        "no_hall" => "没有营业厅，请至少给出一个。",
        "unknown_hall" => "没有这个营业厅，请改正名称，或先在营业厅列表中添加。",
        "unknown_queue" => "该营业厅没有这个队列或岗位，请改正名称，或先添加。",
        "unknown_class" => "该营业厅没有这类客户，请改正名称，或先添加。",
        "unknown_skill" => "没有这项技能，请改正名称，或先在技能列表中添加。",
        "unknown_template" => "没有这个班次，请改正名称，或先在班次列表中添加。",
        "too_many_classes" => "一个队列的客户类别过多，请另开一个队列。",
        "class_queue" => "每类客户必须恰好属于一个队列，请改正队列的客户类别列表。",
        "service_minutes" => "平均服务时间无效，请填写大于零且在上限之内的分钟数。",
        "patience_minutes" => "客户耐心时间无效，请填写大于零的分钟数；客户从不离开时请省略。",
        "empty_target" => "等待目标为空，请给出 share_within 或 mean_minutes，或删除该目标。",
        "wait_target" => {
            "等待目标无效，请填写允许范围内的分钟数和 0 到 1 之间的客户比例；平均等待须大于零。"
        }
        "opening_hours" => "营业时间无效，关门不得早于开门或过晚，请改正时刻。",
        "overlapping_opening_hours" => "同一天有多条营业时间，请每天只保留一条。",
        "negative_time" => "时刻或分钟数为负或过大，请改为允许范围内的值。",
        "missing_window" => "缺少时段，请给出适用日期、开始和结束时刻。",
        "time_window" => "时段的结束须晚于开始，且不得过晚，请改正时刻。",
        "shift_start" => "班次须在当天之内开始，请改正开始时刻。",
        "shift_length" => "班次时长超出允许范围，或扣除休息后没有工作时间，请改正时长或缩短休息。",
        "break_window" => "休息须在班次之内、在前一次休息之后，且最晚开始不早于最早开始，请改正。",
        // Contracts, rules.
        "unknown_contract" => "没有这个合同，请改正名称，或先在合同列表中添加。",
        "contract_norm" => "合同的每周或每日标准工时超出允许范围，请改正分钟数和天数。",
        "unknown_pack" => "规则包不存在或无法读取，请用 `paiban law list` 查看可用的规则包。",
        "bad_rule" => "规则记录无法读取，请按规则包中记录的格式改写。",
        "empty_id" => "规则没有标识，请为它命名。",
        "same_id" => "规则标识重复，请为每条规则使用各自的标识。",
        "empty_period" => "规则的生效期为空，结束日期须晚于开始日期，请改正。",
        "no_permit" => "规则要求许可却未写明是哪一种，请填写 needs.approval。",
        "negative_limit" => "规则的限值不能为负，请改正。",
        "absurd_limit" => "规则的限值过大或放不进相应周期，请改小。",
        "zero_limit" => "规则的限值为零，无法遵守或没有意义，请改为正数，或用“不超过”的写法。",
        "empty_name" => "规则中的名称为空，请填写。",
        "empty_list" => "规则中的列表为空，请至少给出一项。",
        "empty_window" => "规则的时段或周期为空或长度不合要求，请改正。",
        "absurd_window" => "规则的周期过长，请缩短。",
        "never_kept" => {
            "这条规则谁也无法遵守：上限为零却不得达到，或要求的多于周期所能容纳，请改正。"
        }
        "lower_tier" => {
            "更高档次或第七天的倍数不得低于平日加班倍数，请把它提高到 factors_pct.workday_overtime 以上（含）。"
        }
        "unpaid_expiry" => "到期不付钱的补休不应有支付比例，请删除 expiry_pay_pct 或改 at_expiry。",
        "nothing_to_replace" => "下层没有这条规则，请改正 replaces 的名称，或删除该字段。",
        "replaced_twice" => "下层的同一条规则被替换了两次，请合并为一条。",
        "looser_than_law" => {
            "覆盖法律规定的规则只能更严，请收紧限值，或在 permit 中写明所依据的许可。"
        }
        "unknown_source" => "规则的出处未列入规则包的出处列表，请补充。",
        "unverified_law" => {
            "该法律条文未经核对，不能作为硬性规定；请由律师确认，再在合同的 acknowledged_rules 中列出该规则。"
        }
        "unknown_rule" => "合同中没有这条规则，请改正 acknowledged_rules 中的名称。",
        "permit_not_on_file" => {
            "该工时制度须有许可，而该岗位当日没有有效许可；请在 permits 中填写，或改用标准工时规则包。"
        }
        "zero_ratio" => "补休的折算比例两边都须大于零，请改正。",
        "no_premium" => "缩短休息须写明补偿，请填写 premium。",
        "latest_start" => {
            "最晚开始时刻只适用于按分钟计、且在周期内开始的休息，请改正计法或删除该时刻。"
        }
        // People.
        "no_employee" => "没有员工，请至少给出一名。",
        "too_many_employees" => "员工过多，请按营业厅拆分算例。",
        "unknown_employee" => "没有这名员工，请改正名称，或先在员工列表中添加。",
        "no_hall_of_employee" => "员工没有可工作的营业厅，请填写，并把常驻营业厅写在最前。",
        "duplicate_hall" => "同一营业厅列了两次，请只保留一个。",
        "duplicate_skill" => "同一技能在同一时期列了两次，请只保留一个。",
        "wage_out_of_range" => "小时工资超出允许范围，请以分为单位改正。",
        "attribute_value" => "属性的数值超出允许范围，请改正。",
        "bad_consent" => {
            "同意事项无效，请填写 CONSENT_OVERTIME（加班）或 CONSENT_REST_DAY_WORK（休息日工作）。"
        }
        "overlapping_leave" => "两次休假含有同一天，请合并或只保留一次。",
        "training_time" => "培训须在当天开始，且时长在允许范围内，请改正。",
        "bad_wish" => "意愿类别缺失，请填写 WISH_WORK（希望上班）或 WISH_FREE（希望休息）。",
        "duplicate_wish" => "同一天对同一班次有两条意愿，请只保留一条。",
        "break_minutes" => "休息时间不得为负，也不得长于或等于班次，请改正。",
        "history_shift" => "以往班次的时长无效，请改正开始时刻或时长。",
        "history_in_horizon" => {
            "历史记录落在排班期内，或其时段未跨到排班期开始，会被重复计算；请改正日期，排班期内的班次请用 pins 固定。"
        }
        "history_minutes" => "历史累计分钟数超出允许范围，请改正。",
        "overlapping_history" => "两个以往班次时间重叠，请改正时刻。",
        "comp_lot_minutes" => "待补休的时长超出允许范围，请改正分钟数。",
        // Pins.
        "duplicate_pin" => "同一天固定了两次，请只保留一次。",
        "pin_without_shift" => "固定安排写了营业厅却没有班次，请两者都写；休息日则都不写。",
        "pin_not_offered" => {
            "固定的班次当天不在该营业厅开设，或该员工不能在该厅工作，请改正固定安排或班次。"
        }
        "pin_on_leave" => "该员工当天休假，请删除固定安排或休假。",
        // Demand.
        "interval_start" => "预测时段须从整刻钟开始，请改正开始时刻。",
        "arrivals_out_of_range" => "预计到达人数无效，请填写允许范围内的数。",
        "overlapping_demand" => "同一天的预测时段互相重叠，请让每段时间只出现一次。",
        "heads_out_of_range" => "所需人数过大，请改正。",
        "more_heads_than_counters" => "所需人数多于该队列的台席数，请减少人数或增加台席。",
        "overlapping_coverage" => "同一天的人数需求时段重叠，请让每段时间只出现一次。",
        "cover_not_offered" => "该班次当天不在该营业厅开设，请改正班次或日期。",
        "duplicate_cover" => "同一天同一班次的人数写了两次，请只保留一次。",
        "load_out_of_range" => "预计负荷无效，请填写零或正的小时数，并在上限之内。",
        "outlook_inside_horizon" => {
            "远期负荷的日期须在排班期之后，请改正；排班期内的负荷请写入预测。"
        }
        "duplicate_outlook" => "远期负荷的同一天写了两次，请只保留一次。",
        // Roster files.
        "other_instance" => "班表属于另一个算例，或算例已改动；请选对算例，或重新求解。",
        "cost_terms" => "成本各项之和与总额不符，请改正。",
        "missing_day" => "员工有日期未填写，请补全；休息日写 REST。",
        "duplicate_day" => "同一员工同一天有两条安排，请只保留一条。",
        "missing_activity" => "缺少当天的活动，请填写 DUTY、REST、LEAVE、TRAINING 或 COMP_DAY。",
        "standby" => "暂不支持备勤，请改写为 REST 或 DUTY。",
        "unknown_training" => "没有这项培训，请填写该员工当天的培训标识。",
        "comp_day_length" => "补休时长超出允许范围，请改正分钟数。",
        "duty_length" => "当班时长超出允许范围，请改正分钟数。",
        "break_outside_duty" => "休息须在当班时间之内、在前一次休息之后，请改正时刻。",
        "serving_outside_duty" => "服务时段须在当班时间之内、依次排列且不重叠，请改正时刻。",
        "table_header" => "表头不对，第一行须为 employee,day,shift，请改正。",
        // Benchmark files.
        "wrong_field_count" => "该行的字段数不对，请按要求的字段改正。",
        "bad_number" => "数字无效，请填写允许范围内的非负整数。",
        "bad_limit" => "班次上限的写法不对或重复，请写作“班次=数量”，每个班次只写一次。",
        "limits_reversed" => "下限高于上限，请对调。",
        "missing_section" => "缺少必要的段，请补上，或确认这是否为排班基准文件。",
        "duplicate_section" => "同一段出现两次，请只保留一个。",
        "unknown_section" => "没有这样的段，请改正段名。",
        "outside_section" => {
            "内容出现在第一个段之前；文件须以 SECTION_HORIZON 开头，注释以 # 开头，请改正。"
        }
        "unknown_shift" => "班次不在 SECTION_SHIFTS 中，请改正名称或先添加。",
        "duplicate_request" => "同一意愿出现两次，请只保留一个。",
        // Waits.
        "missing_field" => "缺少此字段，请补上；没有它无法算出等待。",
        "list_length" => "数值个数与时段数不符，请每个时段给出一个。",
        "no_server_at_close" => {
            "最后一个时段没有台席，关门时仍在等待的顾客无人服务，请至少安排一个。"
        }
        "day_too_large" => "精确计算的规模过大，请改用 --engine simulate，或缩短这一天。",
        "unknown_columns" => {
            "表头无法识别，请至少使用 day、issued、called 三列，列名见 docs/waits.md。"
        }
        "simulation_only" => "精确计算不支持此字段，请改用 --engine simulate，或删除该字段。",
        // Spreadsheets.
        "missing_sheet" => {
            "缺少“设置”表，其中写明要排班的日期；用 `paiban import --template DIR` 可得到空白表。"
        }
        "unknown_sheet" => "没有叫这个名称的表，请改正表名；仅供备注的表请在名称前加 #。",
        "empty_sheet" => "表是空的，连表头也没有；请按模板填写，或删除。",
        "missing_column" => "缺少必要的列，请在表头中补上。",
        "unknown_column" => "没有这一列，请改正表头；自用的列请在表头前加 #。",
        "duplicate_column" => "同一列出现了两次，请只保留一个。",
        "cell_without_heading" => "该列没有表头，请写上列名，或清空单元格。",
        "missing_cell" => "单元格为空，此项必填。",
        "formula_error" => "公式出错，请修正公式，或直接填写数值。",
        "control_character" => "单元格含有不可见的控制字符，请重新输入。",
        "ambiguous_name" => "有多个条目叫这个名称，请改填标识（如工号）。",
        "unknown_setting" => "没有这项设置，请改正名称。",
        "duplicate_setting" => "同一项设置出现了两次，请只保留一个。",
        "merged_cells" => "单元格与右侧合并，含义不明；请取消合并并逐格填写。",
        "sheet_too_large" => "表的行、列或单元格过多，请删除多余内容或拆分。",
        "cell_too_long" => "单元格内容过长，请缩短，或检查是否缺少引号。",
        "stray_quote" => "引号没有成对；引号内的引号请写作两个。",
        "not_text" => "文件既不是 UTF-8 也不是 GBK 文本，请另存为 CSV UTF-8。",
        "wrong_kind_of_file" => "文件类别不对，请另存为 .csv 或 .xlsx。",
        "not_a_workbook" => "文件不是可读取的 .xlsx 工作簿，请打开后另存为 .xlsx。",
        "not_a_calendar" => "不是可读取的日历文件（.ics），请换一个文件夹，或删除该文件。",
        // Generator.
        "option_out_of_range" => "生成选项超出允许范围，请改用范围内的数。",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::remedy_zh;

    /// Where findings are made; faults of rules become findings of the contract that holds them.
    const PLACES: [&str; 11] = [
        "cli",
        "domain",
        "formats",
        "generate",
        "law/check.rs",
        "law/kinds",
        "law/overlay.rs",
        "law/pack.rs",
        "planner",
        "scenario",
        "waits",
    ];

    /// Calls that name a code before any other text.
    const CALLS: [&str; 5] = ["Finding::new(", "Fault::new(", "fault(", "known(", ".add("];

    fn scan(path: &Path, codes: &mut BTreeSet<String>) {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("a folder of the sources");
            for entry in entries {
                scan(&entry.expect("an entry").path(), codes);
            }
            return;
        }
        if path.extension().is_none_or(|ending| ending != "rs") {
            return;
        }
        let text = fs::read_to_string(path).expect("a source");
        for call in CALLS {
            codes.extend(text.split(call).skip(1).filter_map(first_literal));
        }
    }

    /// The literal that only plain names stand before: a code handed on in a variable is named elsewhere.
    fn first_literal(arguments: &str) -> Option<String> {
        let (before, rest) = arguments.split_once('"')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || "_&*.,".contains(c);
        let (literal, _) = rest.split_once('"')?;
        let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_code = !literal.is_empty() && literal.chars().all(named);
        (before.chars().all(plain) && is_code).then(|| literal.to_owned())
    }

    #[test]
    fn every_code_has_a_chinese_sentence() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut codes = BTreeSet::new();
        for place in PLACES {
            scan(&source.join(place), &mut codes);
        }
        // One code of each way to make a finding; without them the scan itself has gone blind.
        for code in [
            "bad_currency",
            "duplicate_skill",
            "unknown_skill",
            "empty_id",
            "same_id",
        ] {
            assert!(codes.contains(code), "{code} is not seen any more");
        }
        let without: Vec<_> = (codes.iter())
            .filter(|code| remedy_zh(code).is_none())
            .collect();
        assert!(without.is_empty(), "codes without Chinese: {without:?}");
    }
}
