// Nodes and ties as elements of SVG, and bringing them up to date.

const world = svg("g");
const tieLayer = svg("g");
const nodeLayer = svg("g");
const nameLayer = svg("g", { "aria-hidden": "true" });
world.append(tieLayer, nodeLayer, nameLayer);
canvas.append(world);

function outline(kind, r) {
  if (kind === "person") return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  if (kind === "organisation") return `M${-0.88 * r} ${-0.88 * r}h${1.76 * r}v${1.76 * r}h${-1.76 * r}z`;
  if (kind === "place") return `M${-r} 0L0 ${-r}L${r} 0L0 ${r}z`;
  return `M0 ${-r}L${0.95 * r} ${0.75 * r}L${-0.95 * r} ${0.75 * r}z`;
}

for (const tie of ties) {
  const [a, b] = [nodes[tie.a], nodes[tie.b]];
  const ends = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
  tie.hit = svg("line", { ...ends, class: "hit" });
  tie.line = svg("line", { ...ends, class: "tie" });
  tie.hit.addEventListener("click", () => choose({ tie }));
  tie.title = svg("title");
  tie.hit.append(tie.title);
  tieLayer.append(tie.hit, tie.line);
  (a.ties ||= []).push(tie);
  (b.ties ||= []).push(tie);
}

// Nodes come with those of most events first, so that the first of a group is its head.
const groups = data.colours.map((_, group) => nodes.filter((node) => node.group === group)).filter((group) => group.length > 0);
let colouring = "group";

nodes.forEach((node, index) => {
  node.index = index;
  node.mark = svg("g", {
    class: "node", transform: `translate(${node.x} ${node.y})`, tabindex: "-1", role: "button", "aria-label": node.name,
  });
  node.path = svg("path", { d: outline(node.kind, node.r), fill: data.colours[node.group] });
  const title = svg("title");
  title.textContent = `${node.name} (${node.kindLabel.toLowerCase()})`;
  node.mark.append(node.path, title);
  node.mark.addEventListener("click", () => choose({ node }));
  node.mark.addEventListener("mouseenter", () => hover(node));
  node.mark.addEventListener("mouseleave", () => hover(null));
  node.label = svg("text", { class: "name" });
  node.label.textContent = node.short;
  nameLayer.append(node.label);
});
// Small nodes lie over large ones, so that all can be clicked.
nodeLayer.append(...[...nodes].sort((one, other) => other.r - one.r).map((node) => node.mark));

function refresh() {
  for (const tie of ties) {
    tie.shown = tie.events.map((index) => events[index]).filter(passes);
    const visible = tie.shown.length > 0 && filter.entities.has(nodes[tie.a].kind) && filter.entities.has(nodes[tie.b].kind);
    tie.visible = visible;
    tie.line.style.display = tie.hit.style.display = visible ? "" : "none";
    if (!visible) continue;
    const status = STATUSES.find((status) => tie.shown.some((event) => event.status === status));
    tie.line.setAttribute("stroke-dasharray", DASHES[status]);
    tie.title.textContent = `${nodes[tie.a].name} and ${nodes[tie.b].name}: ${counted(tie.shown.length, "event")}`;
    tie.line.setAttribute("stroke-width", (1.2 + Math.log2(tie.shown.length) * 0.9).toFixed(1));
  }
  let left = 0;
  for (const node of nodes) {
    node.visible = (node.ties || []).some((tie) => tie.visible);
    node.mark.style.display = node.visible ? "" : "none";
    if (node.visible) left += 1;
  }
  const shownTies = ties.filter((tie) => tie.visible).length;
  byId("nothing").hidden = left > 0;
  if (left !== nodes.length || shownTies !== ties.length || filtered) {
    byId("summary").textContent = `${counted(left, "node")}, ${counted(shownTies, "tie")} shown`;
    filtered = true;
  }
  letter();
  spotlight(chosen.node);
  describe();
  months();
}
let filtered = false;
