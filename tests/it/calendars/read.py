"""Prints the events of an iCalendar file as JSON, read by the icalendar package."""
import json
import sys
from zoneinfo import ZoneInfo

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
zone = ZoneInfo(str(calendar["X-WR-TIMEZONE"]))


def local(value):
    moment = value.dt
    return moment.astimezone(zone).isoformat() if hasattr(moment, "hour") else moment.isoformat()


events = [
    {
        "uid": str(event["UID"]),
        "start": local(event["DTSTART"]),
        "end": local(event["DTEND"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "location": str(event.get("LOCATION", "")),
        "errors": [str(error) for error in event.errors],
    }
    for event in calendar.walk("VEVENT")
]
print(json.dumps({"name": str(calendar["NAME"]), "events": events}, ensure_ascii=False))
