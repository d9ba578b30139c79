// Reads calendar files with ical.js: one JSON string a line in, one JSON answer a line out.
import { createInterface } from "node:readline";

const { default: ICAL } = await import(process.argv[2]);

function seen(event) {
  const entry = new ICAL.Event(event);
  return {
    uid: entry.uid,
    start: entry.startDate.toUnixTime(),
    end: entry.endDate.toUnixTime(),
    summary: entry.summary,
    description: entry.description ?? "",
    location: entry.location ?? "",
    properties: event.getAllProperties().map((property) => property.toJSON()),
  };
}

function read(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map(seen);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { entries: read(JSON.parse(line)) };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
