//! Words that cells may hold, and how each is written in the file of an instance.

use super::table::Word;

/// How a person is paid.
pub const PAY: &[Word] = &[
    Word {
        value: "PAY_SALARIED",
        en: "salaried",
        zh: "月薪",
        also: &["月薪制", "固定工资"],
    },
    Word {
        value: "PAY_HOURLY",
        en: "hourly",
        zh: "计时",
        also: &["小时工", "计时工资", "时薪"],
    },
];

/// What a person has agreed to in writing.
pub const CONSENTS: &[Word] = &[
    Word {
        value: "CONSENT_OVERTIME",
        en: "overtime",
        zh: "加班",
        also: &["同意加班"],
    },
    Word {
        value: "CONSENT_REST_DAY_WORK",
        en: "rest_day_work",
        zh: "休息日工作",
        also: &["休息日加班", "周末加班"],
    },
];

/// What a wish asks for.
pub const WISHES: &[Word] = &[
    Word {
        value: "WISH_WORK",
        en: "work",
        zh: "希望上班",
        also: &["上班", "想上班"],
    },
    Word {
        value: "WISH_FREE",
        en: "free",
        zh: "希望休息",
        also: &["休息", "想休息"],
    },
];

/// HR's mark on a stretch of time.
pub const MARKS: &[Word] = &[
    Word {
        value: "BUSY",
        en: "busy",
        zh: "忙时",
        also: &["忙"],
    },
    Word {
        value: "QUIET",
        en: "quiet",
        zh: "闲时",
        also: &["闲"],
    },
];

/// Which spots of a hall are open for claiming.
pub const SPOTS: &[Word] = &[
    Word {
        value: "OPEN_SPOTS_ALL",
        en: "all",
        zh: "全部开放",
        also: &["全部"],
    },
    Word {
        value: "OPEN_SPOTS_INCONVENIENT",
        en: "inconvenient",
        zh: "仅不便班次",
        also: &["不便班次"],
    },
    Word {
        value: "OPEN_SPOTS_NONE",
        en: "none",
        zh: "不开放",
        also: &["无"],
    },
];
