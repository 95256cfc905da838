// Filters and colours.

function chips(box, counts, set, mark) {
  for (const [name, number] of counts) {
    const input = html("input", { type: "checkbox", checked: true, value: name, onchange: () => {
      if (input.checked) set.add(name); else set.delete(name);
      refresh();
    } });
    box.append(html("label", { class: "chip" }, input, mark ? mark(name) : null, spaced(name), html("small", {}, String(number))));
  }
}

chips(byId("kinds"), kinds, filter.kinds);
chips(byId("statuses"), statuses, filter.statuses, (status) => {
  const sample = svg("svg", { viewBox: "0 0 24 8", "aria-hidden": "true" });
  sample.append(svg("line", { x1: 1, y1: 4, x2: 23, y2: 4, class: "tie", "stroke-width": 2, "stroke-dasharray": DASHES[status] }));
  return sample;
});
chips(byId("entities"), entities, filter.entities, (kind) => {
  const sample = svg("svg", { viewBox: "-8 -8 16 16", class: "mark", "aria-hidden": "true" });
  sample.append(svg("path", { d: outline(kind, 7), fill: "currentColor" }));
  return sample;
});
byId("entities-field").hidden = entities.size < 2;

/** By group, or by kind where there are several. */
function colour(by) {
  colouring = by;
  const order = [...entities.keys()];
  for (const node of nodes) {
    const number = by === "group" ? node.group : Math.min(order.indexOf(node.kind), data.colours.length - 1);
    node.path.setAttribute("fill", data.colours[number]);
  }
  document.querySelectorAll("#entities .mark path").forEach((path, index) => {
    path.setAttribute("fill", by === "kind" ? data.colours[index] : "currentColor");
  });
  describe();
}
for (const by of ["group", "kind"]) {
  const input = html("input", { type: "radio", name: "colour", checked: by === "group", onchange: () => colour(by) });
  byId("colours").append(html("label", { class: "chip choice" }, input, `by ${by}`));
}
byId("colours-field").hidden = entities.size < 2;
