//! The functions of value expressions: what each makes of its arguments.

use super::calendar::{self, Unit};
use super::chosen::{holiday, month, month_day, quarter, season, weekday};
use super::value::{Function, Setting, View};
use jiff::civil::Date;

/// The result of a function; `None` where it depends on what is unknown.
pub(super) fn call(function: Function, arguments: &[&str], setting: &Setting) -> Option<String> {
    let number = |i: usize| arguments.get(i)?.parse::<i64>().ok();
    let unit = |i: usize| Unit::named(arguments.get(i)?);
    let now = setting.now;
    match function {
        Function::Now => Some(now.map_or_else(|| "PRESENT_REF".to_owned(), |now| now.to_string())),
        Function::Mentioned => mentioned(unit(0)?, setting),
        Function::Month => match arguments.get(1) {
            Some(day) => Some(month_day(arguments[0], day, setting)),
            None => Some(month(arguments[0], setting)),
        },
        Function::Weekday => Some(weekday(arguments[0], setting)),
        Function::Shift => shift(arguments[0], arguments[1], unit(2)?),
        Function::Same => {
            let (first, precision) = calendar::first_day(arguments[0])?;
            Some(calendar::at_precision(calendar::shift(first, number(1)?, unit(2)?)?, precision))
        }
        Function::Compared => compared(number(0)?, unit(1)?, setting),
        Function::StepWeekday => {
            let Some(now) = now else { return Some(format!("XXXX-WXX-{}", arguments[1])) };
            let weekday = i8::try_from(number(1)?).ok()?;
            let date = match number(0)? {
                -1 => calendar::nearest_weekday(now.yesterday().ok()?, weekday, false),
                1 => calendar::nearest_weekday(now.tomorrow().ok()?, weekday, true),
                _ => in_week(now, weekday),
            };
            Some(date?.to_string())
        }
        Function::StepMonth => {
            let Some(now) = now else { return Some(format!("XXXX-{}", arguments[1])) };
            let month = i8::try_from(number(1)?).ok()?;
            let year = i64::from(now.year())
                + match number(0)? {
                    -1 if month >= now.month() => -1,
                    1 if month <= now.month() => 1,
                    _ => 0,
                };
            Some(match arguments.get(2) {
                Some(day) => format!("{year:04}-{month:02}-{day}"),
                None => format!("{year:04}-{month:02}"),
            })
        }
        Function::StepSeason => {
            let Some(now) = now else { return Some(format!("XXXX-{}", arguments[1])) };
            let (first, months) = calendar::season_months(arguments[1])?;
            let (last, today) = (i64::from(first) + months - 1, i64::from(now.month()));
            let year = i64::from(now.year())
                + match number(0)? {
                    -1 if last >= today => -1,
                    1 if i64::from(first) <= today => 1,
                    _ => 0,
                };
            Some(format!("{year:04}-{}", arguments[1]))
        }
        Function::Season => Some(season(arguments[0], setting)),
        Function::Quarter => Some(quarter(number(0)?, setting)),
        Function::Weekend => {
            let Some(now) = now else { return Some("XXXX-WXX-WE".to_owned()) };
            let over = now.weekday().to_monday_one_offset() < 6;
            let step = match number(0) {
                Some(step) => step,
                None => -i64::from(over && setting.view != View::Future),
            };
            Some(format!("{}-WE", calendar::at_precision(calendar::shift(now, step, Unit::Week)?, Unit::Week)))
        }
        Function::At => Some(match arguments[0] {
            "PRESENT_REF" => format!("XXXX-XX-XX{}", arguments[1]),
            day => format!("{}{}", day.split('T').next().unwrap_or(day), arguments[1]),
        }),
        Function::Clock => clock(arguments),
        Function::Duration => Some(calendar::duration(arguments[0], unit(1)?)),
        Function::Holiday => holiday(arguments[0], arguments.get(1).copied(), setting),
        Function::TwoDigitYear => {
            let year = number(0)?;
            let present = now.map_or(2000, |now| i64::from(now.year()));
            let century = present - present.rem_euclid(100);
            Some(format!("{:04}", if century + year > present + 10 { century + year - 100 } else { century + year }))
        }
        Function::Century => Some(format!("{:02}XX", number(0)? - 1)),
        Function::Dated => Some(arguments.join("-")),
        Function::Span => Some(arguments.join("/")),
        Function::WeekdayIn => {
            let (first, Unit::Week) = calendar::first_day(arguments[1])? else { return None };
            in_week(first, i8::try_from(number(0)?).ok()?).map(|date| date.to_string())
        }
    }
}

fn in_week(day: Date, weekday: i8) -> Option<Date> {
    let monday = calendar::nearest_weekday(day, 1, false)?;
    calendar::shift(monday, i64::from(weekday) - 1, Unit::Day)
}

fn mentioned(unit: Unit, setting: &Setting) -> Option<String> {
    let of_quarters = unit == Unit::Quarter;
    let earlier = setting.before.iter().rev().find_map(|value| {
        let (first, precision) = calendar::first_day(value)?;
        let fits = if of_quarters { precision == unit } else { precision <= unit };
        fits.then(|| calendar::at_precision(first, unit))
    });
    earlier.or_else(|| {
        let now = setting.now?;
        let day = if of_quarters { calendar::shift(now, -1, unit)? } else { now };
        Some(calendar::at_precision(day, unit))
    })
}

/// An amount of units from a base. An amount without a number, or from an unknown base, gives a vague reference.
fn shift(base: &str, amount: &str, unit: Unit) -> Option<String> {
    let vague = || if amount.starts_with('-') { "PAST_REF" } else { "FUTURE_REF" }.to_owned();
    if amount.contains('X') {
        return Some(vague());
    }
    let Some((first, precision)) = calendar::first_day(base) else {
        return Some(if amount == "0" { format!("XXXX{}", unknown(unit)) } else { vague() });
    };
    let amount = match amount.split_once('.') {
        Some((whole, _)) => whole.parse::<i64>().ok()?,
        None => amount.parse::<i64>().ok()?,
    };
    if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
        return Some(first.to_string());
    }
    let shifted = calendar::shift(first, amount, unit)?;
    let precision = if precision == Unit::Day && unit == Unit::Day { Unit::Day } else { unit.max(precision) };
    Some(calendar::at_precision(shifted, precision))
}

fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "-XX-XX",
        Unit::Week => "-WXX",
        Unit::Month => "-XX",
        Unit::Quarter => "-QX",
        Unit::Year | Unit::Decade | Unit::Century => "",
    }
}

/// "a year earlier" in a comparison with a quarter means the same quarter; else it is as precise as its unit.
fn compared(amount: i64, unit: Unit, setting: &Setting) -> Option<String> {
    let recent = setting.before.iter().rev().take(3).filter_map(|value| calendar::first_day(value));
    let quarter = recent.filter(|(_, precision)| *precision == Unit::Quarter).map(|(first, _)| first).next();
    match (quarter, setting.now) {
        (Some(first), _) => Some(calendar::at_precision(calendar::shift(first, amount, unit)?, Unit::Quarter)),
        (_, Some(now)) => Some(calendar::at_precision(calendar::shift(now, amount, unit)?, unit)),
        (_, None) => Some("PAST_REF".to_owned()),
    }
}

fn clock(arguments: &[&str]) -> Option<String> {
    let hour: u32 = arguments[0].parse().ok()?;
    let minute = arguments.get(1).filter(|minute| !minute.is_empty()).map_or("00", |minute| minute);
    let hour = match arguments.get(2).copied().unwrap_or("") {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => hour,
    };
    Some(format!("T{hour:02}:{minute}"))
}
