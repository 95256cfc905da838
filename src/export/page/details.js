// Choosing, and what is told of what was chosen.

function choose(what) {
  for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
  chosen = what;
  if (what.node) what.node.mark.classList.add("chosen");
  if (what.tie) what.tie.line.classList.add("chosen");
  letter();
  spotlight(what.node);
  describe();
  byId("details").scrollTop = 0;
}

/** A node and those who are tied to it by what is shown. */
function neighbours(node) {
  const near = new Set(node ? [node] : []);
  for (const tie of (node && node.ties) || []) if (tie.visible) near.add(nodes[tie.a]).add(nodes[tie.b]);
  return near;
}

function hover(node) {
  hovered = node;
  spotlight(node || chosen.node);
  letter();
}

/** Fades whatever has nothing to do with a node. */
function spotlight(node) {
  const near = neighbours(node);
  for (const tie of ties) {
    const apart = node && nodes[tie.a] !== node && nodes[tie.b] !== node;
    tie.line.classList.toggle("faded", Boolean(apart));
  }
  for (const other of nodes) {
    const apart = node && !near.has(other);
    other.mark.classList.toggle("faded", Boolean(apart));
    other.label.classList.toggle("faded", Boolean(apart));
  }
}

function describe() {
  const details = byId("details");
  if (chosen.tie) details.replaceChildren(...ofTie(chosen.tie));
  else if (chosen.node) details.replaceChildren(...ofNode(chosen.node));
  else details.replaceChildren(...ofAll());
}

function ofTie(tie) {
  const [a, b] = [nodes[tie.a], nodes[tie.b]].sort((one, other) => (one.name < other.name ? -1 : 1));
  return [
    html("h2", {}, `${a.name} and ${b.name}`),
    html("p", { class: "also" }, counted(tie.shown.length, "event")),
    ...newestFirst(tie.shown).map(card),
    html("h3", {}, "More about"),
    html("ul", { class: "list" }, ...[a, b].map((node) => html("li", {}, row(node.name, "", () => choose({ node }))))),
  ];
}

function ofNode(node) {
  const visible = (node.ties || []).filter((tie) => tie.visible);
  const shared = [...new Set(visible.flatMap((tie) => tie.shown))];
  const other = (tie) => nodes[tie.a === node.index ? tie.b : tie.a];
  const rows = visible
    .sort((one, two) => two.shown.length - one.shown.length || (other(one).name < other(two).name ? -1 : 1))
    .map((tie) => html("li", {}, row(other(tie).name, counted(tie.shown.length, "event"), () => choose({ tie }))));
  const also = [node.kindLabel, ...(node.also.length ? [`also: ${node.also.join(", ")}`] : [])].join(" · ");
  return [
    html("h2", {}, node.name),
    html("p", { class: "also" }, also),
    html("h3", {}, `Tied to ${visible.length}`),
    html("ul", { class: "list" }, ...rows),
    html("h3", {}, counted(shared.length, "event")),
    ...newestFirst(shared).slice(0, 100).map(card),
  ];
}

function ofAll() {
  const shared = (node) => new Set(node.ties.filter((tie) => tie.visible).flatMap((tie) => tie.shown)).size;
  const rows = nodes.filter((node) => node.visible).map((node) => [node, shared(node)])
    .sort(([, one], [, other]) => other - one).slice(0, 50)
    .map(([node, events]) => html("li", {}, row(node.name, counted(events, "event"), () => { choose({ node }); show(node); })));
  return [
    html("p", { class: "also" }, "Click a name or a line to read what the articles say."),
    ...(groups.length > 1 && colouring === "group" ? [html("h3", {}, "Groups by colour"), html("ul", { class: "list" }, ...ofGroups())] : []),
    html("h3", {}, "With most events"),
    html("ul", { class: "list" }, ...rows),
  ];
}

function ofGroups() {
  return groups.map((members) => [members, members.filter((node) => node.visible)])
    .filter(([, visible]) => visible.length > 0)
    .map(([members, visible]) => {
      const swatch = html("i", { class: "swatch" });
      swatch.style.background = data.colours[members[0].group];
      const name = members[0].group < data.colours.length - 1 ? `around ${members[0].name}` : "smaller groups";
      return html("li", {}, row(name, String(visible.length), () => { choose({ node: visible[0] }); show(visible[0]); }, swatch));
    });
}

/** Those without a date come last. */
function newestFirst(some) {
  const last = (event) => event.last ?? -Infinity;
  return [...some].sort((one, other) => last(other) - last(one) || 0);
}

function row(name, note, onclick, before = null) {
  return html("button", { type: "button", onclick }, html("span", {}, before, name), note ? html("small", {}, note) : null);
}

function card(event) {
  const facts = [["When", event.when], ["Where", event.where], ["Why", event.why], ["Who", (event.who || []).join(", ")]]
    .filter(([, value]) => value)
    .flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]);
  const quotes = (event.evidence || []).map((words) => {
    const name = [words.source, words.title].filter(Boolean).join(": ") || words.url || "";
    const link = words.url && name ? html("a", { href: words.url, rel: "noreferrer", target: "_blank" }, name) : name;
    return html("blockquote", {}, `“${words.text}”`, name ? html("footer", {}, link) : null);
  });
  return html("article", {},
    html("h4", {}, `${event.label || spaced(event.kind)} `, html("span", { class: "status" }, event.status)),
    html("dl", {}, ...facts), ...quotes);
}
