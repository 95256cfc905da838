// Search, and the start of it all.

const search = byId("search");
const found = byId("found");
let active = 0;
for (const node of nodes) node.folded = [node.name, ...node.also].map(folded);

function look() {
  const wanted = folded(search.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  for (const old of document.querySelectorAll(".node.found")) old.classList.remove("found");
  const matches = wanted.length === 0 ? [] : nodes.filter((node) =>
    node.folded.some((name) => wanted.every((word) => name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)))));
  matches.forEach((node) => node.mark.classList.add("found"));
  active = 0;
  found.replaceChildren(...matches.slice(0, 12).map((node, index) => {
    const note = node.visible ? node.kindLabel : `${node.kindLabel}, filtered out`;
    return html("li", { role: "option", id: `found-${index}`, "aria-selected": String(index === 0),
      onmousedown: (event) => { event.preventDefault(); take(node); } }, node.name, " ", html("small", {}, note));
  }));
  if (wanted.length > 0 && matches.length === 0) {
    found.replaceChildren(html("li", { role: "option", "aria-disabled": "true" }, html("small", {}, "Nobody is called so")));
  }
  found.hidden = wanted.length === 0;
  search.setAttribute("aria-expanded", String(!found.hidden));
  mark();
  return matches;
}

function mark() {
  [...found.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
  search.setAttribute("aria-activedescendant", found.children[active] ? found.children[active].id : "");
}

function take(node) {
  found.hidden = true;
  search.setAttribute("aria-expanded", "false");
  choose({ node });
  show(node);
}

search.addEventListener("input", look);
search.addEventListener("focus", () => { if (search.value) look(); });
search.addEventListener("blur", () => { found.hidden = true; });
search.addEventListener("keydown", (event) => {
  const matches = event.key === "Enter" ? look0() : null;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const last = found.children.length - 1;
    active = Math.max(0, Math.min(last, active + (event.key === "ArrowDown" ? 1 : -1)));
    mark();
    event.preventDefault();
  } else if (matches && matches[active]) take(matches[active]);
});

/** The matches without setting the marked one back. */
function look0() {
  const kept = active;
  const matches = look();
  active = Math.min(kept, Math.max(0, matches.length - 1));
  return matches;
}

fit();
refresh();
// Until somebody moves it, all of the network stays in view.
new ResizeObserver(() => (touched ? letter() : fit())).observe(canvas);
