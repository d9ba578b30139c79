// Reads calendar files and letters with other people's programs: a JSON question {program, text} a line in, a JSON
// answer a line out. The folder with the packages is the one argument.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const { default: ICAL } = await import(`${process.argv[2]}/ical.js/dist/ical.js`);
const { default: PostalMime } = await import(`${process.argv[2]}/postal-mime/src/postal-mime.js`);
let nodeIcal; // later, for it needs a newer Node.js than the others

const twoDigits = (number) => String(number).padStart(2, "0");
const day = (year, month, date) => `${year}-${twoDigits(month)}-${twoDigits(date)}`;

function icalJsTime(time) {
  return time.isDate ? day(time.year, time.month, time.day) : time.toUnixTime();
}

function seenByIcalJs(event) {
  const entry = new ICAL.Event(event);
  return {
    uid: entry.uid,
    start: icalJsTime(entry.startDate),
    end: icalJsTime(entry.endDate),
    summary: entry.summary,
    description: entry.description ?? "",
    location: entry.location ?? "",
    status: event.getFirstPropertyValue("status") ?? "",
    properties: event.getAllProperties().map((property) => property.toJSON()),
  };
}

function readWithIcalJs(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map(seenByIcalJs);
}

// node-ical gives whole days as midnights of the machine's own zone.
function nodeIcalTime(time) {
  return time.dateOnly ? day(time.getFullYear(), time.getMonth() + 1, time.getDate()) : time.getTime() / 1000;
}

const plain = (value) => value?.val ?? value ?? "";

function readWithNodeIcal(text) {
  nodeIcal ??= require("node-ical");
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((entry) => entry.type === "VEVENT")
    .map((entry) => ({
      uid: String(plain(entry.uid)),
      start: nodeIcalTime(entry.start),
      end: nodeIcalTime(entry.end),
      ...Object.fromEntries(
        ["summary", "description", "location", "status"].map((name) => [name, String(plain(entry[name]))]),
      ),
    }));
}

async function readWithPostalMime(text) {
  const letter = await PostalMime.parse(text, { attachmentEncoding: "base64" });
  return {
    headers: letter.headers.map(({ key, value }) => [key, value]),
    from: letter.from,
    to: letter.to,
    replyTo: letter.replyTo ?? [],
    subject: letter.subject ?? "",
    text: letter.text ?? "",
    html: letter.html ?? "",
    attachments: letter.attachments.map(({ filename, mimeType, method, content }) => ({
      filename,
      mimeType,
      method,
      content,
    })),
  };
}

const programs = {
  "ical.js": readWithIcalJs,
  "node-ical": readWithNodeIcal,
  "postal-mime": readWithPostalMime,
  version: () => process.versions.node,
};

console.log('"ready"');
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    const { program, text } = JSON.parse(line);
    answer = await programs[program](text);
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
