// What is shown: the data, helpers, and what the filters let pass. The files of this folder are one script, in this order:
// data, drawing, names, view, details, filters, time, search.

const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, ties, events } = data;
const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);
const canvas = byId("network");

const DASHES = { happened: "none", planned: "7 5", possible: "12 5 3 5", denied: "1 5", cancelled: "1 5" };
// The surest event decides how a tie is drawn.
const STATUSES = ["happened", "planned", "possible", "denied", "cancelled"];

/** An element of HTML; children are elements or text, never markup. */
function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** An element of SVG. */
function svg(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
const spaced = (word) => word.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
const day = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const kinds = count(events.map((event) => event.kind));
const statuses = count(events.map((event) => event.status));
const entities = count(nodes.map((node) => node.kind));
const dated = events.filter((event) => event.first !== undefined);
const earliest = Math.min(...dated.map((event) => event.first));
const latest = Math.max(...dated.map((event) => event.last));
const filter = {
  kinds: new Set(kinds.keys()), statuses: new Set(statuses.keys()), entities: new Set(entities.keys()),
  from: earliest, to: latest, undated: true,
};

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return new Map([...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)));
}

function passes(event) {
  if (!filter.kinds.has(event.kind) || !filter.statuses.has(event.status)) return false;
  if (event.first === undefined) return filter.undated;
  return event.last >= filter.from && event.first <= filter.to;
}
